import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

import { formatReadingsTopic } from '#domain/topic.ts'

/** Who connects: username and password of MQTT. */
export interface BenchDevice {
  readonly id: string
  readonly secret: string
}

/** What a bench device measures; all values are inside the plausible range, so each message is three good readings. */
export const CHANNEL_NAMES = ['temperature', 'brine-density', 'level'] as const

const TIME_DIGITS = 13
const PUBLISH_QOS1 = 0x32

/** Many equal QoS 1 PUBLISH packets behind one another, whose ids and times are written in place. */
export interface PublishPackets {
  readonly bytes: Buffer
  /** Bytes of one packet. */
  readonly size: number
  readonly setId: (index: number, id: number) => void
  /** `measuredAt` of the message. */
  readonly setTime: (index: number, time: number) => void
}

export function createPackets(device: string, count: number): PublishPackets {
  const payload = Buffer.from(buildPayload(0))
  const packet = buildPublish(formatReadingsTopic(device), payload)
  const bytes = Buffer.concat(Array.from({ length: count }, () => packet))
  const size = packet.length
  const idAt = size - payload.length - 2
  const timeAt = idAt + 2 + payload.indexOf(':') + 1
  return {
    bytes,
    size,
    setId: (index, id) => void bytes.writeUInt16BE(id, index * size + idAt),
    setTime: (index, time) =>
      void bytes.write(String(time), index * size + timeAt, TIME_DIGITS, 'latin1'),
  }
}

/** Three values a message, as a vat sends them. */
function buildPayload(time: number): string {
  const digits = String(time).padStart(TIME_DIGITS, '0')
  return `{"time":${digits},"temperature":31.25,"brine-density":1.204,"level":1204.5}`
}

function buildPublish(topic: string, payload: Buffer): Buffer {
  const id = Buffer.from([0, 0])
  const body = Buffer.concat([toText(topic), id, payload])
  return Buffer.concat([Buffer.from([PUBLISH_QOS1]), encodeLength(body.length), body])
}

/** MQTT 3.1.1 §2.2.3, for up to 16 kB. */
function encodeLength(length: number): Buffer {
  return Buffer.from(length < 128 ? [length] : [(length % 128) | 128, length >> 7])
}

/** MQTT 3.1.1 §1.5.3. */
function toText(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
}

function buildConnect({ id, secret }: BenchDevice): Buffer {
  // MQTT 3.1.1, clean session, with user name and password, keep-alive of ten minutes.
  const head = Buffer.concat([toText('MQTT'), Buffer.from([4, 0b1100_0010, 2, 88])])
  const body = Buffer.concat([head, toText(id), toText(id), toText(secret)])
  return Buffer.concat([Buffer.from([0x10]), encodeLength(body.length), body])
}

/** A connection that has its CONNACK. */
export async function openMqtt(port: number, device: BenchDevice): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  socket.write(buildConnect(device))
  const [answer] = await once(socket, 'data')
  if (answer[0] !== 0x20 || answer[3] !== 0) {
    throw new Error(`${device.id} was refused: ${answer[3]}`)
  }
  return socket
}
