/*
 * The least that can answer the load: a TCP server that acknowledges each packet and does nothing else. What the load reaches against it is
 * the generator's own ceiling. Started by `fork`; tells its port.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net'

const CONNACK = Buffer.from([0x20, 2, 0, 0])

function answer(socket: Socket): void {
  let packetBytes = 0
  let rest = 0
  socket.once('data', () => {
    socket.write(CONNACK)
    socket.on('data', (chunk) => {
      // All packets of a connection are equally long; the first chunk begins with one.
      packetBytes ||= readLength(chunk)
      const bytes = rest + chunk.length
      rest = bytes % packetBytes
      socket.write(acknowledge(Math.floor(bytes / packetBytes)))
    })
  })
  socket.on('error', () => {})
}

function readLength(chunk: Buffer): number {
  const [low = 0, high = 0] = chunk.subarray(1)
  return low < 128 ? 2 + low : 3 + (low % 128) + high * 128
}

function acknowledge(count: number): Buffer {
  return Buffer.alloc(count * 4, Buffer.from([0x40, 2, 0, 1]))
}

const server = createServer({ noDelay: true }, answer)
// address() is a string only for pipes.
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
