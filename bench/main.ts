import { benchAlarmStreams } from './alarm-streams.ts'
import { benchAlarmYear } from './alarm-year.ts'
import { benchAlarms } from './alarms.ts'
import { benchBatchReport } from './batch-report.ts'
import { benchEndToEnd } from './end-to-end.ts'
import { benchEpcis } from './epcis.ts'
import { benchEvidence } from './evidence.ts'
import { benchGateway } from './gateway.ts'
import { benchGenealogy } from './genealogy.ts'
import { benchLimitTrials } from './limit-trials.ts'
import { benchMail } from './mail.ts'
import { benchMemory } from './memory.ts'
import { benchPipeline } from './pipeline.ts'
import { benchReadings } from './readings.ts'

interface Bench {
  readonly text: string
  readonly run: () => Promise<void>
}

const BENCHES: Readonly<Record<string, Bench>> = {
  gateway: {
    text: 'acknowledgements after fsync against Mosquitto in memory; what an idle connection costs',
    run: benchGateway,
  },
  pipeline: { text: 'what each step of the ingest costs by itself', run: benchPipeline },
  alarms: { text: 'what watching by five limits costs a reading', run: benchAlarms },
  'alarm-streams': {
    text: 'what 200 clients that listen to alarms cost the API, and the measures of a long history',
    run: benchAlarmStreams,
  },
  mail: {
    text: 'from a reading outside its limit to the letter that a mail server has taken',
    run: benchMail,
  },
  'alarm-year': {
    text: 'a simulated year through the starting limits: how many alarms, how many of them right',
    run: benchAlarmYear,
  },
  trials: {
    text: 'trying a limit over a year of 30 simulated vats in both readings stores (five minutes)',
    run: benchLimitTrials,
  },
  evidence: {
    text: 'what hashing and sealing cost the gateway; a bundle of an 18-month vat (two minutes)',
    run: benchEvidence,
  },
  readings: {
    text: 'both readings stores: bytes per reading and queries (NGUON_BENCH_READINGS, default 5000000)',
    run: benchReadings,
  },
  epcis: {
    text: 'capture and queries over many EPCIS events (NGUON_BENCH_EVENTS, default 1000000; ten minutes)',
    run: benchEpcis,
  },
  'batch-report': {
    text: 'the report of a batch over 18 months of 20 channels every five minutes',
    run: benchBatchReport,
  },
  genealogy: {
    text: 'up and down 20 levels among 100,000 events, and the scope of a recall among 10,000 batches',
    run: benchGenealogy,
  },
  'end-to-end': {
    text: 'publish to visible: throughput and latency (NGUON_BENCH_SECONDS, default 20)',
    run: benchEndToEnd,
  },
  memory: {
    text: 'the whole platform with the simulated sites (NGUON_BENCH_MINUTES, default 1)',
    run: benchMemory,
  },
}

const HELP = `npm run bench [-- name…]     all of them without a name; about twenty minutes on two cores

${Object.entries(BENCHES)
  .map(([name, { text }]) => `  ${name.padEnd(15)}${text}`)
  .join('\n')}

Run them on a machine that does nothing else. docs/performance.md tells what came out.
`

async function main(names: readonly string[]): Promise<void> {
  if (names.includes('--help')) return void process.stdout.write(HELP)
  const unknown = names.filter((name) => !(name in BENCHES))
  if (unknown.length > 0) {
    process.stderr.write(`There is no bench '${unknown.join("', '")}'.\n\n${HELP}`)
    process.exitCode = 2
    return
  }
  for (const [name, { run }] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue
    console.log(`\n── ${name} ──`)
    await run()
  }
}

await main(process.argv.slice(2))
