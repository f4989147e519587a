import type { Language, Notice } from './notice.ts'

/** What one person is told at once on one channel: one notice, or several together. */
export interface Message {
  /**
   * The same for each attempt, no two messages have the same: 26 letters and digits. A receiver that knows such keys takes in a
   * message once, however often it is sent.
   */
  readonly key: string
  readonly language: Language
  /** One line, which by itself says what is wrong where: an SMS holds little more. */
  readonly subject: string
  /** All of it as plain text of several lines, links included. */
  readonly text: string
  /** The worst first, at least one. */
  readonly notices: readonly Notice[]
}
