/** National road 1 from Kỳ Anh to Hà Tĩnh city, about 54 km: latitude, longitude, altitude in metres. */
const WAYPOINTS = [
  { latitude: 18.0686, longitude: 106.2942, altitude: 8 },
  { latitude: 18.112, longitude: 106.238, altitude: 14 },
  { latitude: 18.168, longitude: 106.175, altitude: 22 },
  { latitude: 18.222, longitude: 106.089, altitude: 12 },
  { latitude: 18.256, longitude: 106.012, altitude: 9 },
  { latitude: 18.303, longitude: 105.948, altitude: 6 },
  { latitude: 18.3428, longitude: 105.9057, altitude: 5 },
] as const

export interface Position {
  readonly latitude: number
  readonly longitude: number
  readonly altitude: number
}

/** Where the road is after that share of its way: 0 = Kỳ Anh, 1 = Hà Tĩnh city. */
export function positionOnRoute(share: number): Position {
  const along = Math.min(Math.max(share, 0), 1) * (WAYPOINTS.length - 1)
  const index = Math.min(Math.floor(along), WAYPOINTS.length - 2)
  const [from, to] = [WAYPOINTS[index] ?? WAYPOINTS[0], WAYPOINTS[index + 1] ?? WAYPOINTS[1]]
  const between = (a: number, b: number) => a + (b - a) * (along - index)
  return {
    latitude: between(from.latitude, to.latitude),
    longitude: between(from.longitude, to.longitude),
    altitude: between(from.altitude, to.altitude),
  }
}

export const ROUTE_KILOMETRES = 54
