import { formatReadingsTopic } from '#domain/topic.ts'

/** The few packets of MQTT 3.1.1 that a load generator needs, built by hand because they are built 20,000 times a second. */

export const PINGREQ = Buffer.from([0xc0, 0])
const PUBACK = 0x40

export interface ConnectPacket {
  readonly device: string
  readonly secret: string
  readonly keepaliveSeconds: number
}

/** MQTT 3.1.1 §3.1: clean session, user name and password; no client id, so one device may connect several times (MQTT-3.1.3-6). */
export function encodeConnect({ device, secret, keepaliveSeconds }: ConnectPacket): Buffer {
  const cleanWithLogin = 0xc2
  const keepalive = [keepaliveSeconds >> 8, keepaliveSeconds & 0xff]
  const header = Buffer.from([0, 4, ...Buffer.from('MQTT'), 4, cleanWithLogin, ...keepalive])
  const fields = ['', device, secret].map(encodeText)
  const body = Buffer.concat([header, ...fields])
  return Buffer.concat([Buffer.from([0x10, ...encodeLength(body.length)]), body])
}

/** MQTT 3.1.1 §3.3: QoS 1, not retained, to the device's own readings topic. */
export function encodePublish(device: string, messageId: number, payload: string): Buffer {
  const topic = formatReadingsTopic(device)
  const bodyLength = 2 + topic.length + 2 + Buffer.byteLength(payload)
  const length = encodeLength(bodyLength)
  const packet = Buffer.allocUnsafe(1 + length.length + bodyLength)
  let at = packet.writeUInt8(0x32, 0)
  for (const byte of length) at = packet.writeUInt8(byte, at)
  at = packet.writeUInt16BE(topic.length, at)
  at += packet.write(topic, at, 'latin1')
  at = packet.writeUInt16BE(messageId, at)
  packet.write(payload, at)
  return packet
}

/** Calls `onAck` for every PUBACK; returns the bytes of a packet that has not arrived whole. Nothing here is longer than 127 bytes. */
export function readPackets(bytes: Buffer, onAck: (messageId: number) => void): Buffer {
  let at = 0
  while (at + 2 <= bytes.length) {
    const end = at + 2 + (bytes[at + 1] ?? 0)
    if (end > bytes.length) break
    if (bytes[at] === PUBACK) onAck(bytes.readUInt16BE(at + 2))
    at = end
  }
  return bytes.subarray(at)
}

function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
}

/** MQTT 3.1.1 §2.2.3: seven bits a byte, the eighth says that more follow. */
function encodeLength(length: number): number[] {
  const bytes: number[] = []
  let rest = length
  do {
    const more = rest > 0x7f ? 0x80 : 0
    bytes.push((rest & 0x7f) | more)
    rest >>= 7
  } while (rest > 0)
  return bytes
}
