import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

import { createWebSocketStream, WebSocketServer, type WebSocket } from 'ws'

/** Bytes of one WebSocket message, which may hold a part of a packet or several; a larger one closes the connection. */
const FRAME_BYTES_MAX = 1024 * 1024
/** MQTT-6.0.0-3: the subprotocol is `mqtt`; 3.1 clients of old say `mqttv3.1`. */
const SUBPROTOCOLS = ['mqtt', 'mqttv3.1']
const UNSUPPORTED_DATA = 1003

/** MQTT over WebSocket, MQTT 3.1.1 §6. */
export function acceptWebSockets(
  server: Server,
  onStream: (socket: Socket, stream: Duplex) => void,
): void {
  const webSockets = new WebSocketServer({
    server,
    maxPayload: FRAME_BYTES_MAX,
    perMessageDeflate: false,
    verifyClient: ({ req }, answer) => {
      const offered = new Set(req.headers['sec-websocket-protocol']?.split(/\s*,\s*/))
      answer(findSubprotocol(offered) !== undefined, 400, 'Offer the subprotocol mqtt')
    },
    handleProtocols: (offered) => findSubprotocol(offered) ?? false,
  })
  // Whoever told the server to listen hears of its errors; ws repeats them here.
  webSockets.on('error', () => {})
  webSockets.on('connection', (webSocket, request) => {
    refuseText(webSocket)
    onStream(request.socket, createWebSocketStream(webSocket))
  })
}

function findSubprotocol(offered: ReadonlySet<string>): string | undefined {
  return SUBPROTOCOLS.find((name) => offered.has(name))
}

/** MQTT-6.0.0-1: packets come in binary frames. The stream would take the text of others for MQTT. */
function refuseText(webSocket: WebSocket): void {
  const emit = webSocket.emit.bind(webSocket)
  webSocket.emit = (event: string | symbol, ...args: unknown[]) => {
    if (event !== 'message' || args[1] === true) return emit(event, ...args)
    webSocket.close(UNSUPPORTED_DATA, 'send binary frames')
    return true
  }
}
