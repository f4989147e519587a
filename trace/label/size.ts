import type { Text } from '#domain/text.ts'

/** Millimetres throughout. */
export interface LabelSize {
  readonly name: Text
  readonly width: number
  readonly height: number
  /** Nothing is printed so near to the edge. */
  readonly padding: { readonly x: number; readonly y: number }
  /** On a sheet: that of the paper and how many labels stand on it; a roll has one label a page. */
  readonly sheet?: Sheet
}

export interface Sheet {
  readonly width: number
  readonly height: number
  readonly columns: number
  readonly rows: number
}

const A4 = { width: 210, height: 297 }

/** The key is how a size is asked for. */
export const LABEL_SIZES = {
  '50x30': roll(50, 30),
  '60x40': roll(60, 40),
  '70x50': roll(70, 50),
  'a4-70x37': {
    name: {
      vi: 'Giấy A4, 24 nhãn 70 × 37 mm (3 × 8)',
      en: 'A4 sheet, 24 labels of 70 × 37 mm (3 × 8)',
    },
    width: 70,
    height: 37,
    // The outer labels reach the edge of the paper, where office printers print nothing.
    padding: { x: 5, y: 4 },
    sheet: { ...A4, columns: 3, rows: 8 },
  },
} as const satisfies Readonly<Record<string, LabelSize>>

export type LabelSizeName = keyof typeof LABEL_SIZES

export const SHIPPING_SIZE = { width: 100, height: 150, padding: 5 }

function roll(width: number, height: number): LabelSize {
  return {
    name: { vi: `Cuộn nhãn ${width} × ${height} mm`, en: `Roll, ${width} × ${height} mm` },
    width,
    height,
    padding: { x: 2, y: 1.5 },
  }
}
