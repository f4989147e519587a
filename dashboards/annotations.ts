import type { AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard'

import type { Text } from '#domain/text.ts'

import { API, refer } from './data-sources.ts'
import type { BoardSpec, Language } from './model.ts'
import { createTarget } from './queries/infinity.ts'

interface Note {
  readonly refId: string
  readonly name: Text
  readonly colour: string
  readonly path: string
  readonly root?: string
  /** Paths into a row. With an end it is a time, without one an instant. */
  readonly at: string
  readonly until?: string
  /** These end with the language. */
  readonly title: string
  readonly text: string
  readonly tags?: string
}

/** What a chart is the better understood by; that something is pending or noted is not. */
const KINDS = 'raised,worsened,cleared,acknowledged'

/** What happened to the alarms of the places that are chosen. */
const ALARMS: Note = {
  refId: 'alarms',
  name: { vi: 'Báo động', en: 'Alarms' },
  colour: 'orange',
  path: `/api/v1/alarm-events?place=\${place:csv}&kind=${KINDS}&from=\${__from:date:iso}&until=\${__to:date:iso}&order=newest&limit=1000`,
  at: 'at',
  title: 'kindName',
  text: 'now.about.name',
  tags: 'now.about.placeName',
}

const ROWS = '/api/v1/batch-rows?batch=$batch'

const STAYS: Note = {
  refId: 'stays',
  name: { vi: 'Lô ở đâu', en: 'Where the batch was' },
  colour: 'blue',
  path: ROWS,
  root: 'stays',
  at: 'from',
  until: 'lookedUntil',
  title: 'placeName',
  text: 'placeName',
}

/** Laboratory results among them, with what was found. */
const OPERATIONS: Note = {
  refId: 'operations',
  name: { vi: 'Việc đã làm và kiểm nghiệm', en: 'Operations and laboratory results' },
  colour: 'purple',
  path: ROWS,
  root: 'operations',
  at: 'at',
  title: 'name',
  text: 'summary',
}

/** On charts of readings, what happened meanwhile. */
export function createAnnotations(board: BoardSpec, language: Language): AnnotationQuery[] {
  return listNotes(board).map((note) => {
    const [name, datasource] = [note.name[language], refer(API)]
    const target = createNoteTarget(note, language)
    return { name, iconColor: note.colour, enable: true, hide: false, datasource, target }
  })
}

function listNotes({ choose, ofBatch }: BoardSpec): readonly Note[] {
  if (ofBatch === true) return [STAYS, OPERATIONS]
  return choose === undefined || choose.devices === false ? [] : [ALARMS]
}

/** Grafana knows an annotation's parts by the names of the columns. */
function createNoteTarget(note: Note, language: Language) {
  const { refId, path, at, until, title, text, tags, root = 'items' } = note
  const target = createTarget(path, 'table', [
    { selector: at, text: 'time', type: 'timestamp' },
    ...(until === undefined
      ? []
      : [{ selector: until, text: 'timeEnd', type: 'timestamp' as const }]),
    { selector: `${title}.${language}`, text: 'title', type: 'string' },
    { selector: `${text}.${language}`, text: 'text', type: 'string' },
    ...(tags === undefined
      ? []
      : [{ selector: `${tags}.${language}`, text: 'tags', type: 'string' as const }]),
  ])
  const asked = { refId, ...target, root_selector: root }
  return Object.assign({ _implementsDataqueryVariant() {} }, asked)
}
