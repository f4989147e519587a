import { memoize } from './memoize.ts'

/** Chance without state: every draw is a pure function of a seed and a whole number, so any instant can be asked at any time. */

/** A seed of its own for every purpose: `deriveSeed(seed, 'pk-vat-07/lid')`. */
export function deriveSeed(seed: number, purpose: string): number {
  let hash = seed | 0
  for (let i = 0; i < purpose.length; i++) hash = scramble(hash ^ purpose.charCodeAt(i))
  return hash
}

/** Evenly distributed in [0, 1). */
export function uniform(seed: number, index: number): number {
  return (scramble(seed ^ Math.imul(index, 0x9e37_79b1)) >>> 0) / 2 ** 32
}

/** Normally distributed: mean 0, standard deviation 1 (Box and Muller 1958). */
export function gaussian(seed: number, index: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, index)))
  return radius * Math.cos(2 * Math.PI * uniform(seed ^ 0x5bd1_e995, index))
}

/** What a sensor adds to the truth: triangular within ± `spread`, anew at each instant. */
export function sensorNoise(seed: number, at: number, spread: number): number {
  const index = Math.trunc(at / 1_000)
  return spread * (uniform(seed, index) + uniform(~seed, index) - 1)
}

/** How many grid steps one time constant has, and how many time constants the past is remembered. */
const STEPS_PER_TIME_CONSTANT = 12
const MEMORY_TIME_CONSTANTS = 4

/**
 * A wandering value with memory (first-order autoregressive, mean 0, standard deviation 1): a weighted sum of
 * independent draws on a grid, linear between grid points. `timeConstant` in milliseconds.
 */
export function createWander(seed: number, timeConstant: number): (at: number) => number {
  const step = timeConstant / STEPS_PER_TIME_CONSTANT
  const keep = Math.exp(-1 / STEPS_PER_TIME_CONSTANT)
  const scale = Math.sqrt(1 - keep * keep)
  const sum = (index: number) => {
    let value = 0
    for (let back = STEPS_PER_TIME_CONSTANT * MEMORY_TIME_CONSTANTS; back >= 0; back--) {
      value = value * keep + gaussian(seed, index - back)
    }
    return value * scale
  }
  const valueOf = memoize(sum, 1_000)
  return (at) => {
    const index = Math.floor(at / step)
    const fraction = at / step - index
    return valueOf(index) * (1 - fraction) + valueOf(index + 1) * fraction
  }
}

/** The finalizer of MurmurHash3 (Appleby, public domain). */
function scramble(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return hash ^ (hash >>> 16)
}
