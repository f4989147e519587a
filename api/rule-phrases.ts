import type { Text } from '#domain/text.ts'

/**
 * What is accepted, as the messages of schemas say it, in both languages. `{n}` is a number and `{…}` a list of names, which are the
 * same in both. A test finds each rule of each route here.
 */
export const RULE_PHRASES: readonly Text[] = [
  {
    en: '1 to 64 characters: a–z, 0–9, "-", "_", "."; the first a letter or a digit',
    vi: '1 đến 64 ký tự: a–z, 0–9, "-", "_", "."; ký tự đầu là chữ hoặc số',
  },
  {
    en: 'RFC 3339 such as 2026-10-01T07:30:00+07:00, or without offset (2026-10-01T07:30:00, 2026-10-01) and then meant in `timezone`',
    vi: 'thời điểm RFC 3339 như 2026-10-01T07:30:00+07:00, hoặc không ghi múi giờ (2026-10-01T07:30:00, 2026-10-01) thì hiểu theo `timezone`',
  },
  { en: 'a JSON object', vi: 'một đối tượng JSON' },
  { en: 'a day such as 2026-11-23', vi: 'một ngày như 2026-11-23' },
  {
    en: 'a duration such as 15m, 1h, 1d or PT15M, PT1H, P1D, at least one second, at most 3660d',
    vi: 'một khoảng thời gian như 15m, 1h, 1d hoặc PT15M, PT1H, P1D, ít nhất một giây, nhiều nhất 3660d',
  },
  {
    en: 'a duration such as PT15M or 15m, PT0S for at once, at most 3660d',
    vi: 'một khoảng thời gian như PT15M hoặc 15m, PT0S là ngay lập tức, nhiều nhất 3660d',
  },
  {
    en: 'a duration such as PT30M or 30m, PT0S for none, at most 3660d',
    vi: 'một khoảng thời gian như PT30M hoặc 30m, PT0S là không có, nhiều nhất 3660d',
  },
  { en: 'a link', vi: 'một đường dẫn' },
  { en: 'a list', vi: 'một danh sách' },
  { en: 'a list of {n} to {n} steps', vi: 'danh sách từ {n} đến {n} bước' },
  { en: 'a list of {n} to {n} people', vi: 'danh sách từ {n} đến {n} người' },
  {
    en: 'a list of {n} to {n} people or rosters',
    vi: 'danh sách từ {n} đến {n} người hoặc ca trực',
  },
  { en: 'a list of {n} to {n} ids of alarms', vi: 'danh sách từ {n} đến {n} mã báo động' },
  { en: 'a list of addresses', vi: 'danh sách địa chỉ' },
  { en: 'a list of at least one', vi: 'danh sách có ít nhất một mục' },
  { en: 'a list of channels, at most {n}', vi: 'danh sách kênh, nhiều nhất {n}' },
  { en: 'a list of ids, at most {n}', vi: 'danh sách mã, nhiều nhất {n}' },
  { en: 'a list of kinds of places, at most {n}', vi: 'danh sách loại nơi, nhiều nhất {n}' },
  { en: 'a list of priorities, at most {n}', vi: 'danh sách mức ưu tiên, nhiều nhất {n}' },
  { en: 'a list of sites, at most {n}', vi: 'danh sách cơ sở, nhiều nhất {n}' },
  { en: 'a list of substitutions', vi: 'danh sách thay ca' },
  { en: 'a list of weekdays, at most {n}', vi: 'danh sách ngày trong tuần, nhiều nhất {n}' },
  { en: 'a number', vi: 'một con số' },
  { en: 'a text', vi: 'một đoạn chữ' },
  { en: 'a text of {n} to {n} characters', vi: 'đoạn chữ từ {n} đến {n} ký tự' },
  {
    en: 'a time of day such as 06:30, from 00:00 to 23:59',
    vi: 'giờ trong ngày như 06:30, từ 00:00 đến 23:59',
  },
  { en: 'a whole number', vi: 'một số nguyên' },
  { en: 'a whole number from {n} to {n}', vi: 'số nguyên từ {n} đến {n}' },
  { en: 'a whole number of days from {n} to {n}', vi: 'số ngày nguyên từ {n} đến {n}' },
  { en: 'an IANA time zone such as Asia/Ho_Chi_Minh', vi: 'múi giờ IANA như Asia/Ho_Chi_Minh' },
  { en: 'an object whose "kind" is one of {…}', vi: 'đối tượng có "kind" là một trong: {…}' },
  { en: 'an object with after and to', vi: 'đối tượng có after và to' },
  {
    en: 'an object with bound, priority and onDelay',
    vi: 'đối tượng có bound, priority và onDelay',
  },
  { en: 'an object with channel and address', vi: 'đối tượng có channel và address' },
  {
    en: 'an object with channels, measure, side, bound and holdMax',
    vi: 'đối tượng có channels, measure, side, bound và holdMax',
  },
  { en: 'an object with either person or roster', vi: 'đối tượng có person hoặc roster' },
  {
    en: 'an object with from and until, which differ, or null',
    vi: 'đối tượng có from và until khác nhau, hoặc null',
  },
  { en: 'an object with from, until and person', vi: 'đối tượng có from, until và person' },
  { en: 'an object with the texts "vi" and "en"', vi: 'đối tượng có hai đoạn chữ "vi" và "en"' },
  { en: 'at most {n} addresses', vi: 'nhiều nhất {n} địa chỉ' },
  { en: 'at most {n}', vi: 'nhiều nhất {n}' },
  { en: 'at most {n} substitutions', vi: 'nhiều nhất {n} lần thay ca' },
  { en: 'at most {n} characters', vi: 'nhiều nhất {n} ký tự' },
  { en: 'at most {n} conditions', vi: 'nhiều nhất {n} điều kiện' },
  { en: 'at most {n} levels', vi: 'nhiều nhất {n} mức' },
  { en: 'degrees from -180 to 180, or null', vi: 'độ từ -180 đến 180, hoặc null' },
  { en: 'degrees from -90 to 90, or null', vi: 'độ từ -90 đến 90, hoặc null' },
  {
    en: 'either "ids", or at least one of "site", "place", "limitId" and "phase"',
    vi: 'hoặc "ids", hoặc ít nhất một trong "site", "place", "limitId" và "phase"',
  },
  { en: 'error or empty', vi: 'error hoặc empty' },
  { en: 'from {n} to {n} days', vi: 'từ {n} đến {n} ngày' },
  { en: 'from {n} to {n}', vi: 'từ {n} đến {n}' },
  { en: 'oldest or newest', vi: 'oldest hoặc newest' },
  {
    en: 'one name or several separated by commas, at most {n}',
    vi: 'một tên, hoặc nhiều tên cách nhau bằng dấu phẩy, nhiều nhất {n}',
  },
  { en: 'one of {…}', vi: 'một trong: {…}' },
  { en: 'series or time', vi: 'series hoặc time' },
  {
    en: 'the SHA-256 of the file, 64 hexadecimal digits',
    vi: 'mã SHA-256 của tệp, 64 chữ số thập lục phân',
  },
  { en: 'the `next` of the page before', vi: '`next` của trang trước' },
  {
    en: 'the address on the channel, at most {n} characters',
    vi: 'địa chỉ trên kênh đó, nhiều nhất {n} ký tự',
  },
  {
    en: 'the id of a calibration, a whole number from {n}',
    vi: 'mã của một lần hiệu chuẩn, số nguyên từ {n}',
  },
  {
    en: 'the id of an event, a whole number from {n} to {n}',
    vi: 'mã của một sự kiện, số nguyên từ {n} đến {n}',
  },
  { en: 'the key of a message, 26 letters and digits', vi: 'mã của một tin, 26 chữ và số' },
  {
    en: 'the name of a channel, at most {n} characters',
    vi: 'tên của một kênh, nhiều nhất {n} ký tự',
  },
  {
    en: 'the name of a channel, such as temperature/top',
    vi: 'tên của một kênh, như temperature/top',
  },
  { en: 'true or false', vi: 'true hoặc false' },
  { en: 'whole days from {n} to {n}', vi: 'số ngày nguyên từ {n} đến {n}' },
]
