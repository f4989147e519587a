import { relativeHumidity } from '#domain/humid-air.ts'
import { DAY, HOUR, MINUTE, type Instant } from '#domain/time.ts'

import { localHour, modulo, yearFraction } from './calendar.ts'
import { climateAt, dayShape, type Climate } from './climate.ts'
import { memoize } from './memoize.ts'
import { clamp } from './number.ts'
import { createRain, type Rain } from './rain.ts'
import { createWander, deriveSeed } from './random.ts'
import { clearSkyIrradiance } from './sun.ts'

/** The open air at one instant. °C, %, 0–1, W/m², m/s, degrees, hPa, mm/h. */
export interface Air {
  readonly temperature: number
  readonly dewPoint: number
  readonly relativeHumidity: number
  readonly cloud: number
  readonly irradiance: number
  readonly windSpeed: number
  readonly windGust: number
  readonly windDirection: number
  readonly pressure: number
  readonly rainRate: number
}

/** The weather of Hà Tĩnh, a pure function of seed and instant: normals, spells of days, the day's course, showers and storms. */
export interface Weather {
  airAt(at: Instant): Air
  readonly rain: Rain
}

/** Spells of warm and cool weather: standard deviation and time constant. */
const SPELL_CELSIUS = 2
const SPELL_TIME_CONSTANT = 3 * DAY

/** Everything that has a memory steps on the same instants, 30 vats among them: a year of these is remembered, about 10 MB. */
const SHARED_STEP = 10 * MINUTE
const STEPS_KEPT_MAX = 65_536

type Wanders = ReturnType<typeof createWanders>

export function createWeather(seed: number): Weather {
  const rain = createRain(seed)
  const wanders = createWanders(seed)
  const compute = (at: Instant) => computeAir(at, rain, wanders)
  const computeOnce = memoize(compute, STEPS_KEPT_MAX)
  return { rain, airAt: (at) => (at % SHARED_STEP === 0 ? computeOnce(at) : compute(at)) }
}

function createWanders(seed: number) {
  return {
    spell: createWander(deriveSeed(seed, 'spell'), SPELL_TIME_CONSTANT),
    cloud: createWander(deriveSeed(seed, 'cloud'), 6 * HOUR),
    wind: createWander(deriveSeed(seed, 'wind'), 3 * HOUR),
    gust: createWander(deriveSeed(seed, 'gust'), HOUR),
    direction: createWander(deriveSeed(seed, 'direction'), 8 * HOUR),
    pressure: createWander(deriveSeed(seed, 'pressure'), 4 * DAY),
  }
}

function computeAir(at: Instant, rain: Rain, wanders: Wanders): Air {
  const climate = climateAt(at)
  const rainRate = rain.rateAt(at)
  const storm = rain.stormAt(at)
  const cloud = cloudAt(climate.cloud + 0.3 * wanders.cloud(at), rainRate)
  const spell = SPELL_CELSIUS * wanders.spell(at)
  const temperature = temperatureOf(at, climate, { spell, cloud, rainRate })
  const dewPoint = dewPointAt(temperature, climate, { spell, rainRate })
  return {
    temperature,
    dewPoint,
    relativeHumidity: relativeHumidity(temperature, dewPoint),
    cloud,
    // Kasten and Czeplak (1980).
    irradiance: clearSkyIrradiance(at) * (1 - 0.75 * cloud ** 3.4),
    rainRate,
    ...windAt(at, storm, wanders),
    pressure: pressureAt(at, storm, wanders),
  }
}

function cloudAt(cloud: number, rainRate: number): number {
  return rainRate > 0.1 ? clamp(cloud, 0.9, 1) : clamp(cloud, 0, 1)
}

/** A cloudy day is flatter, a shower cools by up to 2 °C. */
function temperatureOf(
  at: Instant,
  climate: Climate,
  { spell, cloud, rainRate }: { spell: number; cloud: number; rainRate: number },
): number {
  const span = climate.dailySpan * (1 + 0.5 * (climate.cloud - cloud))
  const cooling = 2 * Math.min(1, rainRate / 8)
  return climate.temperature + spell + span * dayShape(localHour(at)) - cooling
}

/** The dew point keeps still over the day, so humidity falls as the air warms; rain moistens, air is never over-saturated. */
function dewPointAt(
  temperature: number,
  climate: Climate,
  { spell, rainRate }: { spell: number; rainRate: number },
): number {
  const dry = climate.temperature - climate.dewPointDepression + climate.dewPointResponse * spell
  return Math.min(temperature, dry + Math.min(2, rainRate))
}

/** Sea breeze by day; the north-east monsoon in winter, the wind from Laos in summer; storms above all. */
function windAt(at: Instant, storm: number, wanders: Wanders) {
  const breeze = 1.9 + 0.3 * Math.sin(((localHour(at) - 10) * Math.PI) / 12)
  const windSpeed = breeze * Math.exp(0.3 * wanders.wind(at)) + 17 * storm
  const windGust = windSpeed * (1.5 + 0.15 * Math.abs(wanders.gust(at)))
  const season = Math.cos(2 * Math.PI * (yearFraction(at) - 0.03))
  const windDirection = modulo((season > 0 ? 40 : 225) + 35 * wanders.direction(at), 360)
  return { windSpeed, windGust, windDirection }
}

/** Winter highs, two tides a day, a deep low in a storm. */
function pressureAt(at: Instant, storm: number, wanders: Wanders): number {
  const season = 7 * Math.cos(2 * Math.PI * (yearFraction(at) - 0.03))
  const tide = 1.3 * Math.cos(((localHour(at) - 10) * 2 * Math.PI) / 12)
  return 1_010 + season + tide + 2 * wanders.pressure(at) - 18 * storm
}
