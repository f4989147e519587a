// Hand-made MQTT packets, for what no well-behaved client library sends.

export function packet(type: number, body: Uint8Array, flags = 0): Buffer {
  return Buffer.concat([Buffer.from([(type << 4) | flags]), length(body.length), body])
}

export function length(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) | 128)
  }
}

export function text(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value)
  const size = Buffer.alloc(2)
  size.writeUInt16BE(bytes.length)
  return Buffer.concat([size, bytes])
}

export interface Connect {
  readonly clientId?: string | Uint8Array
  readonly username?: string | Uint8Array
  readonly password?: string
  readonly will?: { readonly topic: string | Uint8Array; readonly payload: string }
  readonly keepalive?: number
  readonly clean?: boolean
}

export function connect({
  clientId = 'raw',
  username,
  password,
  will,
  keepalive = 60,
  clean = true,
}: Connect): Buffer {
  const flags =
    (clean ? 2 : 0) |
    (will === undefined ? 0 : 4) |
    (password === undefined ? 0 : 64) |
    (username === undefined ? 0 : 128)
  const header = Buffer.from([flags, keepalive >> 8, keepalive & 255])
  const fields = [clientId, will?.topic, will?.payload, username, password]
  const present = fields.filter((field) => field !== undefined)
  return packet(1, Buffer.concat([text('MQTT'), Buffer.from([4]), header, ...present.map(text)]))
}

export function publish(
  topic: string | Uint8Array,
  payload: string,
  qos: 0 | 1 | 2 = 0,
  id = 1,
): Buffer {
  const packetId = qos === 0 ? Buffer.alloc(0) : Buffer.from([id >> 8, id & 255])
  return packet(3, Buffer.concat([text(topic), packetId, Buffer.from(payload)]), qos << 1)
}

export function subscribe(filter: string | Uint8Array): Buffer {
  return packet(8, Buffer.concat([Buffer.from([0, 1]), text(filter), Buffer.from([0])]), 2)
}

export function unsubscribe(filter: string | Uint8Array): Buffer {
  return packet(10, Buffer.concat([Buffer.from([0, 2]), text(filter)]), 2)
}

export const PINGREQ = packet(12, Buffer.alloc(0))
