/** Eight numbers of one thing: `cells[first]` to `cells[first + 7]`, 64 bytes, as many as a processor fetches at once. */
export interface Line {
  readonly cells: Float64Array
  readonly first: number
}

const LINE_CELLS = 8
/** 64 KiB; memory is asked for so much at a time, and given back when all who have a line of it are forgotten. */
const CHUNK_CELLS = 1_024 * LINE_CELLS

let chunk = new Float64Array(CHUNK_CELLS)
let takenCount = 0

/**
 * A line of zeroes, to be somebody's alone. Ten thousand windows are visited in turn, and what counts is how many places in memory each of
 * them is spread over: fields would be an object for each number, an array of its own three objects.
 */
export function takeLine(): Line {
  if (takenCount === chunk.length) {
    chunk = new Float64Array(CHUNK_CELLS)
    takenCount = 0
  }
  const line = { cells: chunk, first: takenCount }
  takenCount += LINE_CELLS
  return line
}
