import { beginningOfName, quantityOfChannel } from './channel.ts'
import { dewPointOf, vapourPressureDeficit } from './humid-air.ts'
import type { Quantity } from './quantity.ts'

/** A channel whose value follows from two others of the same device at the same instant. */
export interface Derivation {
  readonly channel: string
  readonly quantity: Quantity
  readonly inputs: readonly [first: string, second: string]
  /** All in their quantities' own units; not finite where there is no answer. */
  readonly compute: (first: number, second: number) => number
}
type Rule = Omit<Derivation, 'quantity'>

/**
 * By the quantity of one input: what can follow from it when the other one is there. `position` is what stands behind the quantity
 * in its name (`/air`, or nothing), and what is derived has the same. A channel that is in the list twice follows from the first pair that is there.
 */
const RULES: ReadonlyMap<string, (position: string) => readonly Rule[]> = new Map([
  ['relative-humidity', (at: string) => [...fromHumidity(at), ...fromDewPoint(at)]],
  ['dew-point', fromDewPoint],
  ['temperature', fromInlet],
])

/** A humidity without position is that of the air around the device, which a cold room's device calls `temperature/air`. */
const AIR = '/air'
/** What stands in that air and sweats when it is colder than its dew point. */
const SURFACES = ['/product', '/wall']

/** FAO Irrigation and Drainage Paper 56, chapter 3: °C and % in, °C and kPa out. */
function fromHumidity(position: string): readonly Rule[] {
  return airTemperatures(position).flatMap((temperature) => {
    const inputs = [temperature, `relative-humidity${position}`] as const
    return [
      { channel: `dew-point${position}`, inputs, compute: dewPointOf },
      { channel: `vapour-pressure-deficit${position}`, inputs, compute: vapourPressureDeficit },
    ]
  })
}

/** How far the air, or what stands in it, is from sweating: its temperature minus the dew point, °C in, K out. */
function fromDewPoint(position: string): readonly Rule[] {
  const dewPoint = `dew-point${position}`
  const spread = (temperature: string, of: string): Rule => ({
    channel: `dew-point-spread${of}`,
    inputs: [temperature, dewPoint],
    compute: subtract,
  })
  const ofAir = airTemperatures(position).map((temperature) => spread(temperature, position))
  if (position !== '' && position !== AIR) return ofAir
  return [...ofAir, ...SURFACES.map((surface) => spread(`temperature${surface}`, surface))]
}

function airTemperatures(position: string): readonly string[] {
  return position === '' ? ['temperature', `temperature${AIR}`] : [`temperature${position}`]
}

/** What a collector or a heater adds to the liquid that flows through: its outlet minus its inlet, °C in, K out. */
function fromInlet(position: string): readonly Rule[] {
  if (!position.endsWith('-in')) return []
  const device = position.slice(0, -'-in'.length)
  const inputs = [`temperature${device}-out`, `temperature${position}`] as const
  return [{ channel: `temperature-rise${device}`, inputs, compute: subtract }]
}

function subtract(first: number, second: number): number {
  return first - second
}

/** Names remembered; a device may invent as many as it likes, so they are all forgotten when it is full. */
const NAMES_MAX = 10_000
const derivationsByName = new Map<string, readonly Derivation[]>()

/** What can follow from a channel of this name and others of its device; remembered, for readings of a channel come again and again. */
export function findDerivations(name: string): readonly Derivation[] {
  const known = derivationsByName.get(name)
  if (known !== undefined) return known
  if (derivationsByName.size >= NAMES_MAX) derivationsByName.clear()
  const derivations = listDerivations(name)
  derivationsByName.set(name, derivations)
  return derivations
}

/** Without those whose name would be too long. */
function listDerivations(name: string): readonly Derivation[] {
  const quantityId = beginningOfName(name)
  const rules = RULES.get(quantityId)?.(name.slice(quantityId.length)) ?? []
  return rules.flatMap((rule) => {
    const quantity = quantityOfChannel(rule.channel)
    return quantity === undefined ? [] : [{ ...rule, quantity }]
  })
}

/**
 * The value that follows, with one digit more than is worth showing, so that it keeps none that no sensor saw; `undefined` where it
 * would not be plausible, as the dew point of air that is said to hold no vapour at all.
 */
export function deriveValue(
  { quantity, compute }: Derivation,
  first: number,
  second: number,
): number | undefined {
  const scale = 10 ** (quantity.decimals + 1)
  // Adding 0 makes 0 of −0.
  const value = Math.round(compute(first, second) * scale) / scale + 0
  const [min, max] = quantity.range
  return value >= min && value <= max ? value : undefined
}
