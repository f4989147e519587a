import { toBuffer } from '@bwip-js/node'

import { drawQr, QR, QR_QUIET_MODULES } from './symbol.ts'

/** GS1 General Specifications §5.12.3: between 0.396 and 0.99 mm for a QR code with a Digital Link. */
const MODULE_MILLIMETRES = 0.5
const MODULE_PIXELS = 12

/** As large as it is to be printed, its quiet zone white. */
export function writeQrSvg(link: string): string {
  const { path, width } = drawQr(link)
  const modules = width + 2 * QR_QUIET_MODULES
  const size = `${modules * MODULE_MILLIMETRES}mm`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${modules} ${modules}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${modules}v${modules}H0z"/><path transform="translate(${QR_QUIET_MODULES} ${QR_QUIET_MODULES})" fill-rule="evenodd" d="${path}"/></svg>\n`
}

/** 12 pixels a module: 0.5 mm of it are printed with 600 dots an inch. */
export function writeQrPng(link: string): Promise<Buffer> {
  return toBuffer({
    ...QR,
    text: link,
    // The encoder's own unit is half a module.
    scale: MODULE_PIXELS / 2,
    padding: QR_QUIET_MODULES * 2,
    backgroundcolor: 'ffffff',
  })
}
