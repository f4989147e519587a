import type { AlarmSettings, Phase } from '#domain/alarm/state.ts'

/**
 * The rules of an alarm's life, told again and otherwise: a clock that goes tick by tick, and what is true at each tick. It
 * knows nothing of the machine but its settings and the names of phases.
 */
export class AlarmRules {
  readonly #settings: AlarmSettings
  now = 0
  observed = 0
  /** Since when the condition is at or above each level (`true`), or below it. */
  readonly #runs: { above: boolean; since: number }[]
  readonly #on: boolean[]
  answer: 'none' | 'awaited' | 'given' = 'none'
  answeredAt = 0
  shelvedUntil = Infinity
  isShelved = false
  isOneShot = false
  readonly reasons = new Set<string>()
  isOutOfService = false
  isPast = false
  /** Instants at which somebody was to be told. */
  readonly told: number[] = []

  constructor(settings: AlarmSettings) {
    this.#settings = settings
    this.#runs = settings.onDelays.map(() => ({ above: false, since: 0 }))
    this.#on = settings.onDelays.map(() => false)
  }

  get level(): number {
    return this.#on.lastIndexOf(true) + 1
  }

  get silent(): boolean {
    return this.isPast || this.isSilenced
  }

  get isSilenced(): boolean {
    return this.isShelved || this.reasons.size > 0 || this.isOutOfService
  }

  get phase(): Phase {
    if (this.level > 0) {
      if (this.observed === 0) return 'clearing'
      return this.answer === 'given' ? 'active-acknowledged' : 'active-unacknowledged'
    }
    if (this.answer === 'awaited') return 'cleared-unacknowledged'
    return this.observed > 0 ? 'pending' : 'normal'
  }

  tick(): void {
    this.now++
    this.happen()
  }

  /** Trouble that comes with the present is of the present; what the present ends was of the past. */
  observe(level: number, isPast: boolean): void {
    if (isPast) this.isPast = true
    else if (level > this.observed) this.#catchUp()
    this.#see(level)
    if (!isPast) this.#catchUp()
  }

  #catchUp(): void {
    const wasPast = this.isPast
    this.isPast = false
    if (wasPast && this.answer !== 'given') this.askAfterSilence()
  }

  #see(level: number): void {
    this.observed = level
    for (const [index, run] of this.#runs.entries()) {
      const above = level >= index + 1
      if (run.above !== above) Object.assign(run, { above, since: this.now })
    }
    this.happen()
  }

  /** What is due at this tick. */
  happen(): void {
    this.#turn()
    if (this.isShelved && this.now >= this.shelvedUntil) this.endShelving()
    const { reAlarmTime = Infinity } = this.#settings
    if (this.answer === 'given' && this.now - this.answeredAt >= reAlarmTime) this.#ask()
  }

  endShelving(): void {
    this.isShelved = false
    this.askAfterSilence()
  }

  askAfterSilence(): void {
    if (!this.silent && this.level > 0) this.#ask()
  }

  /** The past asks for nothing, and takes nothing back that was asked. */
  #ask(): void {
    if (!this.isPast) this.answer = 'awaited'
    else if (this.answer === 'given') this.answer = 'none'
    if (!this.silent) this.told.push(this.now)
  }

  #turn(): void {
    const was = this.level
    const wanted = this.#on.map((on, index) => this.#isDue(index) !== on)
    const highest = wanted.lastIndexOf(true)
    for (const index of this.#on.keys()) this.#on[index] = index <= highest
    if (this.level > was) this.#ask()
    if (was > 0 && this.level === 0) {
      this.answer = this.answer === 'given' || this.isSilenced ? 'none' : this.answer
      if (this.isShelved && this.isOneShot) this.endShelving()
    }
  }

  /** The condition has spoken against the level for as long as it takes. */
  #isDue(index: number): boolean {
    const run = this.#runs[index]
    const on = this.#on[index]
    if (run === undefined || run.above === on) return false
    const delay = on === true ? this.#settings.offDelay : (this.#settings.onDelays[index] ?? 0)
    return this.now - run.since >= delay
  }
}
