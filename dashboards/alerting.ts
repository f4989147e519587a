import { QueryBuilder, RuleBuilder, type Rule } from '@grafana/grafana-foundation-sdk/alerting'

import type { Text } from '#domain/text.ts'

import { PROMETHEUS } from './data-sources.ts'

/** What only Grafana sees: the platform itself. Alarms of the goods are Nguồn's own, and reach people without Grafana. */
interface PlatformRule {
  readonly id: string
  readonly title: Text
  readonly response: Text
  /** Bad while it gives a value above `above`. */
  readonly expression: string
  readonly above: number
  readonly duration: string
}

const RULES: readonly PlatformRule[] = [
  {
    id: 'nguon-service-down',
    title: { vi: 'Một dịch vụ của Nguồn không trả lời', en: 'A service of Nguồn does not answer' },
    response: {
      vi: 'Mở /healthz để biết dịch vụ nào; xem nhật ký của nó. nguon start tự chạy lại.',
      en: 'Open /healthz to see which one; read its log. nguon start restarts it.',
    },
    expression: 'count(nguon_up == 0)',
    above: 0,
    duration: '2m',
  },
  {
    id: 'nguon-lag',
    title: { vi: 'Số liệu về chậm hơn một phút', en: 'Readings are more than a minute late' },
    response: {
      vi: 'Kho số liệu ngừng hoặc chậm: xem InfluxDB và đĩa. Thiết bị vẫn được xác nhận, không mất gì.',
      en: 'The store is down or slow: look at InfluxDB and the disk. Devices are acknowledged, nothing is lost.',
    },
    expression: 'max(nguon_journal_age_seconds)',
    above: 60,
    duration: '5m',
  },
  {
    id: 'nguon-alarms-untold',
    title: {
      vi: 'Báo động đến người chậm hơn một phút',
      en: 'People are told of alarms more than a minute late',
    },
    response: {
      vi: 'Dịch vụ alarms dừng hoặc bị kẹt: mở /healthz, xem nhật ký của nó. Trong lúc đó tự xem trang báo động.',
      en: 'The alarms service stands still: open /healthz, read its log. Until it goes on, look at the alarms yourself.',
    },
    expression: 'max(nguon_alarm_untold_age_seconds)',
    above: 60,
    duration: '2m',
  },
  {
    id: 'nguon-alarms-overdue',
    title: { vi: 'Báo động không được nâng đúng giờ', en: 'Alarms are not raised in time' },
    response: {
      vi: 'ingest không kịp hoặc kho số liệu ngừng: xem /healthz, rồi độ trễ.',
      en: 'ingest does not keep up, or the store is down: see /healthz, then the lag.',
    },
    expression: 'max(nguon_alarm_overdue)',
    // A device that catches up holds back the delays of its own alarms for a quarter of an hour.
    above: 0,
    duration: '20m',
  },
  {
    id: 'nguon-acknowledgements-withheld',
    title: { vi: 'Thiết bị không được xác nhận', en: 'Devices get no acknowledgement' },
    response: {
      vi: 'Nhật ký không ghi được: giải phóng đĩa, hoặc để ingest chạy kịp.',
      en: 'The journal cannot be written: free the disk, or let ingest catch up.',
    },
    expression: 'sum(rate(nguon_gateway_commit_failures_total[5m]))',
    above: 0,
    duration: '1m',
  },
  {
    id: 'nguon-damaged',
    title: { vi: 'Nhật ký hỏng trên đĩa', en: 'Damaged entries in the journal' },
    response: {
      vi: 'Kiểm tra đĩa ngay; khôi phục journal.db từ bản sao lưu.',
      en: 'Check the disk at once; restore journal.db from a backup.',
    },
    expression: 'sum(increase(nguon_ingest_damaged_total[1h]))',
    above: 0,
    duration: '0s',
  },
]

/**
 * Not the folder of the dashboards: Grafana makes this one first, without the uid that they ask for, and then either starts with
 * two folders of one name or, as 11.0, not at all.
 */
const ALERT_FOLDER = 'Nguồn · Cảnh báo · Alerts'
const CONTACT_POINT = 'nguon-operators'
const LOOK_BACK_SECONDS = 600

/** Grafana's file of alert rules. */
export function createRules() {
  const rules = RULES.map((rule) => toFileRule(createRule(rule)))
  return {
    apiVersion: 1,
    groups: [{ orgId: 1, name: 'nguon-platform', folder: ALERT_FOLDER, interval: '1m', rules }],
  }
}

/** To whom alerts go: `NGUON_ALERT_EMAIL` of Grafana's environment. */
export function createContactPoints() {
  const receiver = {
    uid: CONTACT_POINT,
    type: 'email',
    settings: { addresses: '$NGUON_ALERT_EMAIL' },
  }
  return {
    apiVersion: 1,
    contactPoints: [{ orgId: 1, name: CONTACT_POINT, receivers: [receiver] }],
  }
}

export function createPolicies() {
  const policy = {
    orgId: 1,
    receiver: CONTACT_POINT,
    group_by: ['alertname'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '12h',
  }
  return { apiVersion: 1, policies: [policy] }
}

function createRule({ id, title, response, expression, above, duration }: PlatformRule): Rule {
  const condition = [{ evaluator: { type: 'gt', params: [above] }, operator: { type: 'and' } }]
  return (
    new RuleBuilder(`${title.vi} · ${title.en}`)
      .uid(id)
      .condition('C')
      .withQuery(
        createQuery('A', PROMETHEUS.uid, { expr: expression, instant: true, range: false }),
      )
      .withQuery(createQuery('B', '__expr__', { type: 'reduce', reducer: 'last', expression: 'A' }))
      .withQuery(
        createQuery('C', '__expr__', { type: 'threshold', expression: 'B', conditions: condition }),
      )
      .forDuration(duration)
      // count(x == 0) has no series while all is well.
      .noDataState('OK')
      .execErrState('Error')
      .labels({ platform: 'nguon' })
      .annotations({ summary: `${response.vi} · ${response.en}` })
      .build()
  )
}

function createQuery(refId: string, source: string, model: Record<string, unknown>): QueryBuilder {
  const whole = Object.assign({ _implementsDataqueryVariant() {} }, { refId, ...model })
  return new QueryBuilder(refId)
    .datasourceUid(source)
    .relativeTimeRange({ from: LOOK_BACK_SECONDS, to: 0 })
    .model({ build: () => whole })
}

/** The file has neither folder nor group in a rule: they are around it. */
function toFileRule({ uid, title, condition, data, ...rule }: Rule) {
  const { for: duration, noDataState, execErrState, annotations, labels } = rule
  return {
    uid,
    title,
    condition,
    data,
    noDataState,
    execErrState,
    for: duration,
    annotations,
    labels,
  }
}
