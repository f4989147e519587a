import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

import { createWebSocketStream, WebSocketServer } from 'ws'

/** Bytes of one WebSocket message, which may hold a part of a packet or several; a larger one closes the connection. */
const FRAME_BYTES_MAX = 1024 * 1024
/** MQTT-6.0.0-3: the subprotocol is `mqtt`; 3.1 clients of old say `mqttv3.1`. */
const SUBPROTOCOLS = ['mqtt', 'mqttv3.1']
const UNSUPPORTED_DATA = 1003
const PROTOCOL_ERROR = 1002

/** MQTT over WebSocket, MQTT 3.1.1 §6. */
export function acceptWebSockets(
  server: Server,
  onStream: (socket: Socket, stream: Duplex) => void,
): void {
  const webSockets = new WebSocketServer({
    server,
    maxPayload: FRAME_BYTES_MAX,
    perMessageDeflate: false,
    handleProtocols: (offered) => SUBPROTOCOLS.find((name) => offered.has(name)) ?? false,
  })
  // Whoever told the server to listen hears of its errors; ws repeats them here.
  webSockets.on('error', () => {})
  webSockets.on('connection', (webSocket, request) => {
    if (webSocket.protocol === '') {
      webSocket.close(PROTOCOL_ERROR, 'offer the subprotocol mqtt')
      return
    }
    // MQTT-6.0.0-1: packets come in binary frames.
    webSocket.prependListener('message', (_message, isBinary) => {
      if (!isBinary) webSocket.close(UNSUPPORTED_DATA, 'send binary frames')
    })
    onStream(request.socket, createWebSocketStream(webSocket))
  })
}
