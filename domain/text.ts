/** A text a person sees exists in both languages, Vietnamese first. */
export interface Text {
  readonly vi: string
  readonly en: string
}
