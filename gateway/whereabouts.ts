import type { Registry } from '#store/registry/contract.ts'

/** Where devices stand at this moment. */
export interface Whereabouts {
  /** The site; undefined: the device is installed nowhere. */
  siteOf(device: string): Promise<string | undefined>
  /** The site; undefined: there is no such place. */
  siteOfPlace(place: string): Promise<string | undefined>
}

export function createWhereabouts({
  installations,
  places,
}: Pick<Registry, 'installations' | 'places'>): Whereabouts {
  return {
    async siteOf(device) {
      const [installed] = await installations.list({ device, at: Date.now(), limit: 1 })
      const place = installed && (await places.get(installed.place))
      return place?.site
    },
    siteOfPlace: async (place) => (await places.get(place))?.site,
  }
}
