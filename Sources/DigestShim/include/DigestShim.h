// SHA-256's compression and CRC-32C by the processor's own instructions, where it has them. A video
// is hashed while it arrives, and in plain code that costs more than all the rest of a job; each
// line of a journal of a million jobs has its checksum.
#ifndef WANBATCH_DIGEST_SHIM_H
#define WANBATCH_DIGEST_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Whether this processor has the instructions that digest_shim_sha256 needs.
bool digest_shim_has_sha256(void);

// Folds `count` blocks of 64 bytes into the eight words of the state, as FIPS 180-4 section 6.2.2
// says. Only where digest_shim_has_sha256 says so.
void digest_shim_sha256(uint32_t *state, const uint32_t *constants, const uint8_t *blocks,
                        size_t count);

// Whether this processor has the instruction that digest_shim_crc32c needs.
bool digest_shim_has_crc32c(void);

// Goes on with the remainder of a CRC-32C (Castagnoli) over `count` bytes, without the inversion
// before and after. Only where digest_shim_has_crc32c says so.
uint32_t digest_shim_crc32c(uint32_t remainder, const uint8_t *_Nullable bytes, size_t count);

#pragma clang assume_nonnull end

#endif
