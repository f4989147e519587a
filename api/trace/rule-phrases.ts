import type { Text } from '#domain/text.ts'

/** What is accepted of batches and what is done to them; see `../rule-phrases.ts`. */
export const TRACE_RULE_PHRASES: readonly Text[] = [
  {
    en: '{n} hexadecimal digits, the SHA-256 of the file',
    vi: '{n} chữ số thập lục phân, SHA-256 của tệp',
  },
  { en: 'a GS1 lot', vi: 'một số lô GS1' },
  { en: 'a GS1 lot, or null', vi: 'một số lô GS1, hoặc null' },
  { en: 'a day such as 2026-10-01', vi: 'một ngày như 2026-10-01' },
  {
    en: 'a file name of {n} to {n} characters without slashes',
    vi: 'tên tệp từ {n} đến {n} ký tự, không có dấu gạch chéo',
  },
  { en: 'a list of at most {n} items', vi: 'một danh sách nhiều nhất {n} mục' },
  { en: 'a list of certificates', vi: 'một danh sách giấy chứng nhận' },
  { en: 'a list of hashes', vi: 'một danh sách mã băm' },
  { en: 'a list of parts', vi: 'một danh sách thành phần' },
  { en: 'a list of ratings', vi: 'một danh sách xếp hạng' },
  { en: 'a list of roles, of {…}', vi: 'một danh sách vai trò, trong: {…}' },
  { en: 'a list of {n} to {n} results', vi: 'một danh sách từ {n} đến {n} kết quả' },
  { en: 'a number above {n}', vi: 'một số lớn hơn {n}' },
  { en: 'a number above {n}, at most {n}', vi: 'một số lớn hơn {n}, nhiều nhất {n}' },
  { en: 'a number from {n} to {n}', vi: 'một số từ {n} đến {n}' },
  { en: 'a text of at most {n} characters', vi: 'một đoạn chữ nhiều nhất {n} ký tự' },
  {
    en: 'a text of {n} to {n} characters, or null',
    vi: 'một đoạn chữ từ {n} đến {n} ký tự, hoặc null',
  },
  {
    en: 'a whole number of days from {n} to {n}, or null',
    vi: 'số ngày nguyên từ {n} đến {n}, hoặc null',
  },
  { en: 'an object', vi: 'một đối tượng' },
  { en: 'an object of batch ids and g/L', vi: 'một đối tượng gồm mã lô và g/L' },
  {
    en: 'an object of names of checks and the reason for each, {n} to {n} characters',
    vi: 'một đối tượng gồm tên phép kiểm tra và lý do của từng phép, từ {n} đến {n} ký tự',
  },
  {
    en: 'an object with description, ingredients, warnings, conditions',
    vi: 'một đối tượng có description, ingredients, warnings, conditions',
  },
  {
    en: 'an object with product, and lot where there is one',
    vi: 'một đối tượng có product, và lot nếu có',
  },
  { en: 'an object with role, item and amount', vi: 'một đối tượng có role, item và amount' },
  {
    en: 'an object with scheme, number, issuer, from',
    vi: 'một đối tượng có scheme, number, issuer, from',
  },
  { en: 'an object with scheme, stars, from', vi: 'một đối tượng có scheme, stars, from' },
  { en: 'an object with value and unit', vi: 'một đối tượng có value và unit' },
  { en: 'at most {n} attachments', vi: 'nhiều nhất {n} tệp' },
  { en: 'at most {n} certificates', vi: 'nhiều nhất {n} giấy chứng nhận' },
  { en: 'at most {n} parts', vi: 'nhiều nhất {n} thành phần' },
  { en: 'at most {n} ratings', vi: 'nhiều nhất {n} xếp hạng' },
  { en: 'digits, or null', vi: 'chữ số, hoặc null' },
  { en: 'hand or pump', vi: 'hand (bằng tay) hoặc pump (bằng bơm)' },
  { en: 'json or csv', vi: 'json hoặc csv' },
  { en: 'one that is right: {…}', vi: 'một mã đúng: {…}' },
  { en: 'open or closed', vi: 'open (mở) hoặc closed (đóng)' },
  { en: 'press (gài nén) or stir (đánh khuấy)', vi: 'press (gài nén) hay stir (đánh khuấy)' },
  {
    en: 'the SHA-256 of an attachment, {n} hexadecimal digits',
    vi: 'SHA-256 của một tệp, {n} chữ số thập lục phân',
  },
  {
    en: 'the SHA-256 of an attachment, {n} hexadecimal digits, or null',
    vi: 'SHA-256 của một tệp, {n} chữ số thập lục phân, hoặc null',
  },
  {
    en: 'the id of a batch ({n} to {n} characters: a–z, {n}–{n}, "-", "_", "."; the first a letter or a digit), or an SSCC of {n} digits',
    vi: 'mã của một lô ({n} đến {n} ký tự: a–z, {n}–{n}, "-", "_", "."; ký tự đầu là chữ hoặc số), hoặc SSCC {n} chữ số',
  },
  { en: 'the id of a recall', vi: 'mã của một lần thu hồi' },
  { en: 'the id of an operation', vi: 'mã của một thao tác' },
  { en: 'the id of the operation that began the hold', vi: 'mã của thao tác đã tạm giữ' },
  {
    en: 'the id of the operation that this one corrects, or null',
    vi: 'mã của thao tác được sửa, hoặc null',
  },
  { en: 'up or down', vi: 'up (ngược lên) hoặc down (xuôi xuống)' },
  { en: 'vi or en', vi: 'vi hoặc en' },
  { en: 'who records it, {n} to {n} characters', vi: 'người ghi, {n} đến {n} ký tự' },
]
