import { describe } from 'vitest'

import { readingsContract } from './contracts/readings.ts'
import { useInfluxd } from './influx-engine.ts'
import { givenUrl, openGiven } from './influx-given.ts'
import { describeWithInfluxd } from './influxd-describe.ts'

const few = { randomRuns: 8 }

describeWithInfluxd('InfluxDB 1.x, the real server', () => {
  const { openV1 } = useInfluxd()
  readingsContract('InfluxDB 1.x', () => openV1(), few)
})

describeWithInfluxd('InfluxDB 2.x, as documented', () => {
  const { openStandIn } = useInfluxd()
  readingsContract('InfluxDB 2.x', () => openStandIn('2'), few)
})

describeWithInfluxd('InfluxDB 3, as documented', () => {
  const { openStandIn } = useInfluxd()
  readingsContract('InfluxDB 3', () => openStandIn('3'), few)
})

describeWithInfluxd('InfluxDB 3 that lets a query touch two hours of files', () => {
  const { openStandIn } = useInfluxd()
  readingsContract('a narrow InfluxDB 3', () => openStandIn('3', { filesMax: 12 }), {
    randomRuns: 2,
  })
})

// One more server, when somebody names one; without it nothing of ours is left out.
describe.each(givenUrl === '' ? [] : [givenUrl])('the server of NGUON_TEST_INFLUX_URL', (url) => {
  readingsContract(url, openGiven, few)
})
