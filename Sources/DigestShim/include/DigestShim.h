// SHA-256's compression by the processor's own instructions, where it has them. A video is hashed
// while it arrives, and in plain code that costs more than all the rest of a job.
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

#pragma clang assume_nonnull end

#endif
