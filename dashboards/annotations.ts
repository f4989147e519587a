import type { AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard'

import type { Text } from '#domain/text.ts'

import { API, refer } from './data-sources.ts'
import type { BoardSpec, Language } from './model.ts'
import { createTarget } from './queries/infinity.ts'

const NAME: Text = { vi: 'Báo động', en: 'Alarms' }
/** What a chart is the better understood by; that something is pending or noted is not. */
const KINDS = 'raised,worsened,cleared,acknowledged'
const PATH = `/api/v1/alarm-events?place=\${place:csv}&kind=${KINDS}&from=\${__from:date:iso}&until=\${__to:date:iso}&order=newest&limit=1000`

/** On charts of readings, what happened to the alarms of the places that are chosen. */
export function createAnnotations({ choose }: BoardSpec, language: Language): AnnotationQuery[] {
  if (choose === undefined || choose.devices === false) return []
  const told = { name: NAME[language], iconColor: 'orange', enable: true, hide: false }
  return [{ ...told, datasource: refer(API), target: createAlarmTarget(language) }]
}

/** Grafana knows an annotation's parts by the names of the columns. */
function createAlarmTarget(language: Language) {
  const target = createTarget(PATH, 'table', [
    { selector: 'at', text: 'time', type: 'timestamp' },
    { selector: `kindName.${language}`, text: 'title', type: 'string' },
    { selector: `now.about.name.${language}`, text: 'text', type: 'string' },
    { selector: `now.about.placeName.${language}`, text: 'tags', type: 'string' },
  ])
  return Object.assign({ _implementsDataqueryVariant() {} }, { refId: 'alarms', ...target })
}
