import type { Column, PanelSpec } from '../model.ts'

const ROWS = '/api/v1/batch-rows?batch=$batch'

type Told = Pick<PanelSpec, 'title' | 'description' | 'size'>

/** A table of one list of what is known of the batch; any of them may be empty of some batch. */
function createTable(path: string, root: string, columns: readonly Column[]) {
  return (told: Told): PanelSpec => ({
    shape: 'table',
    ...told,
    queries: [{ kind: 'registry', path, root, columns, mayBeEmpty: true }],
  })
}

const AT: Column = { selector: 'at', title: { vi: 'Lúc', en: 'At' }, type: 'timestamp' }
const FROM: Column = { selector: 'from', title: { vi: 'Từ', en: 'From' }, type: 'timestamp' }
const PLACE: Column = {
  selector: { vi: 'placeName.vi', en: 'placeName.en' },
  title: { vi: 'Nơi', en: 'Place' },
  type: 'string',
}
const UNIT: Column = {
  selector: { vi: 'unitName.vi', en: 'unitName.en' },
  title: { vi: 'Đơn vị', en: 'Unit' },
  type: 'string',
}

export const STAYS = createTable(ROWS, 'stays', [
  PLACE,
  FROM,
  { selector: 'until', title: { vi: 'Đến', en: 'Until' }, type: 'timestamp' },
  { selector: 'devices', title: { vi: 'Thiết bị', en: 'Devices' }, type: 'string' },
])({
  title: { vi: 'Lô đã ở đâu', en: 'Where the batch was' },
  description: {
    vi: 'Cột Đến để trống: lô còn ở đó. Chọn khoảng thời gian của một lần ở để xem điều kiện lúc đó. Không có thiết bị: không ai đo ở đó, hãy lắp một cái. Không có dòng nào: ghi việc xếp hoặc nhập kho kèm nơi.',
    en: 'Until is empty: it is there still. Choose the time of a stay to see what it was like then. No devices: nobody measured there, install one. No rows: record its loading or storing with the place.',
  },
  size: [16, 8],
})

export const REMAINING = createTable(ROWS, 'remaining', [
  {
    selector: 'value',
    title: { vi: 'Còn lại', en: 'Left' },
    type: 'number',
    bounds: { warning: {}, critical: { low: 0 } },
  },
  UNIT,
])({
  title: { vi: 'Còn bao nhiêu', en: 'What is left' },
  description: {
    vi: 'Theo những việc đã ghi. Khác với số đếm được, hoặc âm: tìm việc ghi thiếu hay ghi nhầm rồi sửa lại.',
    en: 'By what was recorded. Other than what is counted, or below zero: find what was not recorded or wrongly, and correct it.',
  },
  size: [8, 4],
})

export const HOLDS = createTable(ROWS, 'holds', [
  { selector: 'item', title: { vi: 'Lô bị giữ', en: 'Held batch' }, type: 'string' },
  FROM,
  { selector: 'reason', title: { vi: 'Vì sao', en: 'Why' }, type: 'string' },
])({
  title: { vi: 'Đang tạm giữ', en: 'Holds' },
  description: {
    vi: 'Có dòng nào thì không được bán hay gửi lô này: xử lý nguyên nhân rồi ghi bỏ tạm giữ. Lô bị giữ có thể là nguyên liệu của lô này.',
    en: 'With any row nothing of the batch may be sold or sent: deal with the reason, then record its release. What is held may be what the batch was made of.',
  },
  size: [8, 4],
})

export const OPERATIONS = createTable(ROWS, 'operations', [
  AT,
  { selector: { vi: 'name.vi', en: 'name.en' }, title: { vi: 'Việc', en: 'What' }, type: 'string' },
  { selector: 'person', title: { vi: 'Ai làm', en: 'Who' }, type: 'string' },
  PLACE,
  {
    selector: { vi: 'summary.vi', en: 'summary.en' },
    title: { vi: 'Cái gì, bao nhiêu', en: 'What of how much' },
    type: 'string',
  },
  { selector: 'note', title: { vi: 'Ghi chú', en: 'Note' }, type: 'string' },
  { selector: 'recordedBy', title: { vi: 'Ai ghi', en: 'Recorded by' }, type: 'string' },
])({
  title: { vi: 'Những việc đã làm', en: 'What was done' },
  description: {
    vi: 'Theo thứ tự thời gian, nhiều nhất hai nghìn việc. Thiếu việc nào: ghi bổ sung đúng giờ đã làm. Sai: ghi lại với corrects, việc cũ không hiện nữa.',
    en: 'In order of time, at most two thousand. Something is missing: record it with the time at which it was done. Something is wrong: record it anew with corrects, and the old one is not shown any more.',
  },
  size: [24, 10],
})

export const LAB_RESULTS = createTable(ROWS, 'results', [
  AT,
  {
    selector: { vi: 'name.vi', en: 'name.en' },
    title: { vi: 'Chỉ tiêu', en: 'Parameter' },
    type: 'string',
  },
  {
    selector: { vi: 'written.vi', en: 'written.en' },
    title: { vi: 'Kết quả', en: 'Result' },
    type: 'string',
  },
  {
    selector: { vi: 'verdict.vi', en: 'verdict.en' },
    title: { vi: 'Kết luận', en: 'Verdict' },
    type: 'string',
    coloured: true,
  },
  { selector: 'method', title: { vi: 'Phương pháp', en: 'Method' }, type: 'string' },
  { selector: 'sample', title: { vi: 'Mẫu', en: 'Sample' }, type: 'string' },
  { selector: 'laboratory', title: { vi: 'Phòng kiểm nghiệm', en: 'Laboratory' }, type: 'string' },
  { selector: 'reportNumber', title: { vi: 'Số phiếu', en: 'Report' }, type: 'string' },
])({
  title: { vi: 'Kết quả kiểm nghiệm', en: 'Laboratory results' },
  description: {
    vi: 'Kết luận là của phòng kiểm nghiệm, cho cả mẫu. Không đạt: tạm giữ lô, lấy mẫu lại. Dấu < là dưới giới hạn phát hiện. Không có dòng nào: chưa kiểm nghiệm lô này.',
    en: 'The verdict is that of the laboratory, on the whole sample. Failed: hold the batch, sample it again. A < is below what the method can see. No rows: this batch was not examined.',
  },
  size: [12, 9],
})

export const ORIGINS = createTable('/api/v1/batch-origins?batch=$batch', 'items', [
  { selector: 'steps', title: { vi: 'Bước', en: 'Steps' }, type: 'number' },
  { selector: 'item', title: { vi: 'Lô', en: 'Batch' }, type: 'string' },
  {
    selector: { vi: 'product.vi', en: 'product.en' },
    title: { vi: 'Sản phẩm', en: 'Product' },
    type: 'string',
  },
  { selector: 'madeAt', title: { vi: 'Có từ', en: 'Made at' }, type: 'timestamp' },
  { selector: 'value', title: { vi: 'Trong lô này', en: 'In this batch' }, type: 'number' },
  UNIT,
])({
  title: { vi: 'Làm ra từ đâu', en: 'What it came from' },
  description: {
    vi: 'Gần nhất đứng đầu, nhiều nhất hai trăm lô; lượng tính theo tỷ lệ qua các lần trộn và chia. Ô lượng để trống: có việc trên đường đi không ghi lượng. Một lô gốc có vấn đề: tạm giữ lô này và xem các lô khác làm ra từ nó.',
    en: 'The nearest first, at most two hundred; amounts in proportion through blends and splits. No amount: something on the way was recorded without one. An origin is bad: hold this batch, and look for what else was made of it.',
  },
  size: [12, 9],
})
