import { expect, test } from 'vitest'

import { createRules } from '#dashboards/alerting.ts'
import { FOLDERS } from '#dashboards/folders.ts'

test('alert rules have a folder of their own: Grafana makes it first, without the uid that dashboards want', () => {
  const [group] = createRules().groups
  expect(group?.folder).toMatch(/./)
  expect(Object.values(FOLDERS)).not.toContain(group?.folder)
})
