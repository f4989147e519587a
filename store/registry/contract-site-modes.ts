import type { SiteMode } from '#domain/site-mode.ts'
import type { Instant } from '#domain/time.ts'

import type { PageQuery } from './contract.ts'

/** A mode as it was set, and how it ended. */
export interface SiteModeRecord extends SiteMode {
  readonly id: number
  /** Who ended it before its time, when and why; null: nobody, it ends by itself. */
  readonly ended: SiteModeEnd | null
}
export interface SiteModeEnd {
  readonly at: Instant
  readonly by: string
  readonly reason: string
}

/** The modes that sites were in; at most one at a time, all kept for ever. */
export interface SiteModes {
  /** Ends the one in force and begins this one, by the same person for the same reason. REGISTRY_NOT_FOUND: there is no such site. */
  begin(mode: SiteMode): Promise<SiteModeRecord>
  /** Before its time. REGISTRY_NOT_FOUND: no mode is in force there at that instant. */
  end(site: string, end: SiteModeEnd): Promise<SiteModeRecord>
  /** Of all sites, or of one. */
  inForce(at: Instant, site?: string): Promise<SiteModeRecord[]>
  /** By id, which is the order in which they were set. */
  history(query: PageQuery<number> & { readonly site: string }): Promise<SiteModeRecord[]>
}
