import type { ChangesQuery, Column, PanelSpec } from '../model.ts'

const PATH = '/api/v1/alarm-kpis?place=${place:csv}&from=${__from:date:iso}&until=${__to:date:iso}'

type Told = Pick<PanelSpec, 'title' | 'description' | 'size'>

export const FIGURES = createTable('figures', [
  {
    selector: { vi: 'name.vi', en: 'name.en' },
    title: { vi: 'Chỉ số', en: 'Measure' },
    type: 'string',
  },
  { selector: 'value', title: { vi: 'Giá trị', en: 'Value' }, type: 'number' },
  { selector: 'target', title: { vi: 'Không quá', en: 'At most' }, type: 'number' },
  {
    selector: { vi: 'unitName.vi', en: 'unitName.en' },
    title: { vi: 'Đơn vị', en: 'Unit' },
    type: 'string',
  },
  {
    selector: { vi: 'verdict.vi', en: 'verdict.en' },
    title: { vi: 'Đạt', en: 'Verdict' },
    type: 'string',
    coloured: true,
  },
  {
    selector: { vi: 'advice.vi', en: 'advice.en' },
    title: { vi: 'Việc cần làm', en: 'What to do' },
    type: 'string',
  },
])({
  title: { vi: 'Hệ thống báo động tốt đến đâu', en: 'How well the alarm system works' },
  description: {
    vi: 'Theo ISA-18.2 và EEMUA 191, trong khoảng thời gian đang xem. Chưa đạt: làm theo cột "Việc cần làm". Báo động bị tắt tiếng không được tính.',
    en: 'After ISA-18.2 and EEMUA 191, over the time that is shown. Too much: do what "What to do" says. What is silent does not count.',
  },
  size: [14, 13],
})

export const PRIORITIES = createTable('priorities', [
  { selector: 'priority', title: { vi: 'Mức', en: 'Priority' }, type: 'string', coloured: true },
  { selector: 'count', title: { vi: 'Số lần', en: 'Count' }, type: 'number' },
  {
    selector: 'sharePercent',
    title: { vi: 'Tỷ lệ', en: 'Share' },
    type: 'number',
    unit: 'percent',
  },
  {
    selector: 'targetPercent',
    title: { vi: 'Nên là', en: 'Should be' },
    type: 'number',
    unit: 'percent',
  },
])({
  title: { vi: 'Báo động theo mức', en: 'Alarms by priority' },
  description: {
    vi: 'Nhiều báo động khẩn thì không cái nào còn khẩn: xếp lại mức của các giới hạn.',
    en: 'Where many are urgent none is: rank the limits again.',
  },
  size: [10, 6],
})

export const PEOPLE = createTable('people', [
  { selector: 'by', title: { vi: 'Ai', en: 'Who' }, type: 'string' },
  { selector: 'acknowledgedCount', title: { vi: 'Đã nhận', en: 'Acknowledged' }, type: 'number' },
  { selector: 'acknowledgedPerDay', title: { vi: 'Mỗi ngày', en: 'A day' }, type: 'number' },
  {
    selector: 'medianMinutes',
    title: { vi: 'Thường sau', en: 'Mostly after' },
    type: 'number',
    unit: 'm',
  },
  {
    selector: 'p90Minutes',
    title: { vi: 'Chín phần mười trong', en: 'Nine of ten within' },
    type: 'number',
    unit: 'm',
  },
  {
    selector: 'slowestMinutes',
    title: { vi: 'Chậm nhất', en: 'Slowest' },
    type: 'number',
    unit: 'm',
  },
])({
  title: { vi: 'Ai đã nhận', en: 'Who answered' },
  description: {
    vi: 'Trên mười báo động mỗi ngày là quá nhiều cho một người làm việc khác: chia ca, hoặc sửa giới hạn. Không có dòng nào: chưa ai nhận.',
    en: 'More than ten a day are too many for one who has other work: share them, or mend the limits. No rows: nobody has acknowledged.',
  },
  size: [10, 7],
})

export const TOP_TEN = createTable('topTen', [
  {
    selector: { vi: 'name.vi', en: 'name.en' },
    title: { vi: 'Báo động', en: 'Alarm' },
    type: 'string',
  },
  {
    selector: { vi: 'placeName.vi', en: 'placeName.en' },
    title: { vi: 'Nơi', en: 'Place' },
    type: 'string',
  },
  { selector: 'channel', title: { vi: 'Kênh', en: 'Channel' }, type: 'string' },
  { selector: 'announcedCount', title: { vi: 'Số lần', en: 'Count' }, type: 'number' },
  {
    selector: 'sharePercent',
    title: { vi: 'Tỷ lệ', en: 'Share' },
    type: 'number',
    unit: 'percent',
  },
  {
    selector: { vi: 'remark.vi', en: 'remark.en' },
    title: { vi: 'Lưu ý', en: 'Remark' },
    type: 'string',
  },
])({
  title: { vi: 'Mười báo động hay gặp nhất', en: 'The ten most frequent' },
  description: {
    vi: 'Sửa từ trên xuống: nguyên nhân trước, giới hạn sau. Lặp đi lặp lại: tăng khoảng trễ (deadband). Quá một ngày: giao cho một người.',
    en: 'Mend from the top: the cause first, then the limit. Chattering: widen the deadband. Stale: assign it.',
  },
  size: [14, 9],
})

export const FLOODS = createTable('floods', [
  { selector: 'from', title: { vi: 'Từ', en: 'From' }, type: 'timestamp' },
  { selector: 'until', title: { vi: 'Đến', en: 'Until' }, type: 'timestamp' },
  { selector: 'minutes', title: { vi: 'Bao lâu', en: 'For' }, type: 'number', unit: 'm' },
  { selector: 'count', title: { vi: 'Báo động', en: 'Alarms' }, type: 'number' },
])({
  title: { vi: 'Những đợt dồn dập', en: 'Floods' },
  description: {
    vi: 'Hơn mười báo động trong mười phút, cho đến khi còn dưới năm. Chọn thời gian đó rồi tìm cái đến trước: đó là nguyên nhân.',
    en: 'More than ten alarms in ten minutes, until fewer than five. Choose that time and find the one that came first: it is the cause.',
  },
  size: [10, 9],
})

export const ALARMS_PER_DAY: PanelSpec = {
  shape: 'bars',
  title: { vi: 'Báo động mỗi ngày', en: 'Alarms per day' },
  description: {
    vi: 'Trên mười mỗi ngày là nhiễu: người ta thôi không nhìn nữa. Ngày nhiều hẳn: xem hôm đó có gì.',
    en: 'More than ten a day are noise: people cease to look. A day with far more: see what happened.',
  },
  size: [10, 9],
  unit: 'short',
  queries: [changesOf('days', { at: 'day', value: 'announcedCount' })],
}

function changesOf(root: string, paths: Pick<ChangesQuery, 'at' | 'value'>): ChangesQuery {
  return { kind: 'changes', path: PATH, root, ...paths }
}

/** Each is told where nothing happened too. */
function createTable(root: string, columns: readonly Column[]) {
  return (told: Told): PanelSpec => {
    const query = { kind: 'registry', path: PATH, root, columns, mayBeEmpty: true } as const
    return { shape: 'table', queries: [query], ...told }
  }
}
