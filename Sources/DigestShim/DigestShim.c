#include "DigestShim.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <string.h>

bool digest_shim_has_sha256(void) {
  unsigned int a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return false;
  const bool has_shuffles = (c & bit_SSSE3) && (c & bit_SSE4_1);
  if (!has_shuffles || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
  return (b & bit_SHA) != 0;
}

// The instructions keep the eight variables in two vectors, (a b e f) and (c d g h), and make two
// rounds at a time; the schedule's words come four at a time (Intel's programming reference,
// chapter on the SHA extensions).
__attribute__((target("sha,ssse3,sse4.1"))) void digest_shim_sha256(uint32_t *state,
                                                                    const uint32_t *constants,
                                                                    const uint8_t *blocks,
                                                                    size_t count) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  const __m128i dcba = _mm_loadu_si128((const __m128i *)state);
  const __m128i hgfe = _mm_loadu_si128((const __m128i *)(state + 4));
  const __m128i cdab = _mm_shuffle_epi32(dcba, 0xB1);
  const __m128i efgh = _mm_shuffle_epi32(hgfe, 0x1B);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
  __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
  for (size_t block = 0; block < count; block++) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i words[4];
#pragma clang loop unroll(full)
    for (int quad = 0; quad < 16; quad++) {
      __m128i *const current = &words[quad & 3];
      if (quad < 4) {
        const __m128i *const input = (const __m128i *)(blocks + 64 * block + 16 * quad);
        *current = _mm_shuffle_epi8(_mm_loadu_si128(input), big_endian);
      } else {
        const __m128i last = words[(quad + 3) & 3];
        const __m128i early = _mm_sha256msg1_epu32(*current, words[(quad + 1) & 3]);
        const __m128i seventh = _mm_alignr_epi8(last, words[(quad + 2) & 3], 4);
        *current = _mm_sha256msg2_epu32(_mm_add_epi32(early, seventh), last);
      }
      const __m128i constant = _mm_loadu_si128((const __m128i *)(constants + 4 * quad));
      const __m128i sums = _mm_add_epi32(*current, constant);
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sums);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sums, 0x0E));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

bool digest_shim_has_crc32c(void) {
  unsigned int a, b, c, d;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_2);
}

__attribute__((target("sse4.2"))) uint32_t digest_shim_crc32c(uint32_t remainder,
                                                              const uint8_t *bytes, size_t count) {
  uint64_t wide = remainder;
  for (; count >= 8; bytes += 8, count -= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    wide = _mm_crc32_u64(wide, word);
  }
  uint32_t narrow = (uint32_t)wide;
  for (; count > 0; bytes++, count--) narrow = _mm_crc32_u8(narrow, *bytes);
  return narrow;
}

#else

bool digest_shim_has_sha256(void) { return false; }

void digest_shim_sha256(uint32_t *state, const uint32_t *constants, const uint8_t *blocks,
                        size_t count) {
  (void)state, (void)constants, (void)blocks, (void)count;
}

bool digest_shim_has_crc32c(void) { return false; }

uint32_t digest_shim_crc32c(uint32_t remainder, const uint8_t *bytes, size_t count) {
  (void)bytes, (void)count;
  return remainder;
}

#endif
