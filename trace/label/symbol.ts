import { render, type DrawingContext } from '@bwip-js/node'

/** A barcode as one outline, without its quiet zone: filled by the rule `evenodd`, in units of modules, y downwards. */
export interface Symbol {
  /** SVG path data. */
  readonly path: string
  readonly width: number
  readonly height: number
}

/** The encoder draws a module of a QR code two units wide. */
const UNITS_PER_MODULE = 2

/** Error correction M: a seventh of the code may be unreadable. ISO/IEC 18004 §6.5.1. */
export const QR = { bcid: 'qrcode', eclevel: 'M' } as const
export const QR_QUIET_MODULES = 4

/** ISO/IEC 18004. */
export function drawQr(text: string): Symbol {
  return render({ ...QR, text, scale: 1 }, outline(UNITS_PER_MODULE))
}

/** A logistic unit's bar code; GS1 General Specifications §5.4. The height is not that of the symbol: bars are stretched. */
export function drawSscc(sscc: string): Symbol {
  return render({ bcid: 'gs1-128', text: `(00)${sscc}`, scale: 1 }, outline(1))
}

/** Takes down what the encoder draws. */
function outline(unitsPerModule: number): DrawingContext<Symbol> {
  const parts: string[] = []
  const size = { width: 0, height: 0 }
  const at = (units: number) => units / unitsPerModule
  return {
    scale: (x, y) => [x, y],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: (width, height) => Object.assign(size, { width: at(width), height: at(height) }),
    // A bar: `x` is the middle of its width, for odd widths the unit boundary behind it.
    line: (...[x, , , y, width]) => {
      parts.push(
        `M${at(x - Math.ceil(width / 2))} ${at(y)}h${at(width)}V${size.height}h${-at(width)}z`,
      )
    },
    polygon: (points) => {
      parts.push(`M${points.map(([x, y]) => `${at(x)} ${at(y)}`).join('L')}z`)
    },
    hexagon: unexpected,
    ellipse: unexpected,
    text: unexpected,
    fill: () => {},
    end: () => ({ path: parts.join(''), ...size }),
  }
}

function unexpected(): never {
  throw new Error('a QR code or a bar code was drawn with something else than boxes and bars')
}
