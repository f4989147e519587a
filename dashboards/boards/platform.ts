import type { BoardSpec, MetricQuery, PanelSpec } from '../model.ts'

export const PLATFORM: BoardSpec = {
  id: 'platform',
  title: { vi: 'Hệ thống Nguồn', en: 'Nguồn itself' },
  description: {
    vi: 'Hệ thống có nhận, xử lý và lưu kịp không.',
    en: 'Whether the platform takes in, works through and stores in time.',
  },
  past: '6h',
  panels: [
    metric('sum(rate(nguon_gateway_accepted_total[$__rate_interval]))', {
      title: { vi: 'Tin nhắn nhận được mỗi giây', en: 'Messages accepted per second' },
      description: {
        vi: 'Bằng 0 khi thiết bị vẫn chạy: kiểm tra gateway và mạng.',
        en: 'Zero while devices run: look at the gateway and the network.',
      },
      unit: 'mps',
      legend: { vi: 'nhận', en: 'accepted' },
    }),
    metric('sum(rate(nguon_ingest_readings_total[$__rate_interval]))', {
      title: { vi: 'Số liệu lưu được mỗi giây', en: 'Readings stored per second' },
      description: {
        vi: 'Thấp hơn số nhận được lâu dài: ingest không kịp, xem độ trễ.',
        en: 'Below what is accepted for long: ingest falls behind, see the lag.',
      },
      unit: 'wps',
      legend: { vi: 'lưu', en: 'stored' },
    }),
    metric('max(nguon_journal_age_seconds)', {
      title: { vi: 'Độ trễ', en: 'Lag' },
      description: {
        vi: 'Tuổi của tin nhắn cũ nhất chưa xử lý. Trên 60 giây: xem /healthz, kho số liệu có đang ngừng không.',
        en: 'Age of the oldest message not used yet. Above 60 s: see /healthz, is the store down?',
      },
      unit: 's',
      legend: { vi: 'tin cũ nhất', en: 'oldest message' },
    }),
    metric('max(nguon_journal_depth)', {
      title: { vi: 'Tin nhắn đang chờ', en: 'Messages waiting' },
      description: {
        vi: 'Tăng mãi: kho số liệu ngừng hoặc quá chậm. Không mất gì khi nhật ký còn chỗ.',
        en: 'Rising on and on: the store is down or too slow. Nothing is lost while the journal has room.',
      },
      unit: 'short',
      legend: { vi: 'đang chờ', en: 'waiting' },
    }),
    metric('max(nguon_journal_bytes)', {
      title: { vi: 'Dung lượng nhật ký', en: 'Size of the journal' },
      description: {
        vi: 'Đầy thì thiết bị không được xác nhận nữa: tăng NGUON_JOURNAL_BYTES_MAX hoặc sửa ingest.',
        en: 'When full, devices get no acknowledgement: raise NGUON_JOURNAL_BYTES_MAX or mend ingest.',
      },
      unit: 'bytes',
      legend: { vi: 'nhật ký', en: 'journal' },
    }),
    metric('sum by (code) (rate(nguon_ingest_rejected_total[$__rate_interval])) * 60', {
      title: { vi: 'Số liệu không dùng được mỗi phút', en: 'Rejected per minute' },
      description: {
        vi: 'Xem bảng Thiết bị để biết thiết bị nào và vì sao.',
        en: 'The dashboard Devices says which device and why.',
      },
      unit: 'short',
      legend: { vi: '{{code}}', en: '{{code}}' },
      mayBeEmpty: true,
    }),
    metric('sum by (reason) (rate(nguon_gateway_refused_total[$__rate_interval])) * 60', {
      title: { vi: 'Kết nối bị từ chối mỗi phút', en: 'Refused per minute' },
      description: {
        vi: 'bad-credentials: mật khẩu sai hoặc có kẻ dò; xem nhật ký của gateway.',
        en: 'bad-credentials: a wrong secret, or somebody who guesses; see the log of the gateway.',
      },
      unit: 'short',
      legend: { vi: '{{reason}}', en: '{{reason}}' },
      mayBeEmpty: true,
    }),
    metric('nguon_up', {
      title: { vi: 'Dịch vụ đang chạy', en: 'Services that answer' },
      description: {
        vi: '0: dịch vụ không trả lời; nguon start tự chạy lại, xem nhật ký nếu lặp lại.',
        en: '0: it does not answer; nguon start restarts it, see the log if that repeats.',
      },
      unit: 'none',
      legend: { vi: '{{part}}', en: '{{part}}' },
    }),
    metric(
      'histogram_quantile(0.99, sum by (le) (rate(nguon_ingest_write_seconds_bucket[$__rate_interval])))',
      {
        title: { vi: 'Thời gian ghi (p99)', en: 'Time of a write (p99)' },
        description: {
          vi: 'Trên 1 giây lâu dài: đĩa chậm hoặc InfluxDB quá tải.',
          en: 'Above 1 s for long: a slow disk, or InfluxDB is overloaded.',
        },
        unit: 's',
        legend: { vi: 'p99', en: 'p99' },
        mayBeEmpty: true,
      },
    ),
    metric('max by (priority) (nguon_alarm_open)', {
      title: { vi: 'Báo động đang mở', en: 'Alarms that are active' },
      description: {
        vi: 'Theo mức ưu tiên, không kể những cái bị tắt tiếng. Bảng Báo động cho biết cái nào và phải làm gì.',
        en: 'By priority, without silent ones. The dashboard Alarms says which, and what to do.',
      },
      unit: 'short',
      legend: { vi: '{{priority}}', en: '{{priority}}' },
    }),
    metric('max(nguon_alarm_unacknowledged)', {
      title: { vi: 'Báo động chưa ai nhận', en: 'Alarms that wait for an answer' },
      description: {
        vi: 'Tăng mãi: không ai được báo, hoặc không ai trả lời. Xem ai đang trực.',
        en: 'Rising on and on: nobody is told, or nobody answers. See who is on duty.',
      },
      unit: 'short',
      legend: { vi: 'chưa nhận', en: 'waiting' },
    }),
    metric('sum by (priority) (rate(nguon_alarm_raised_total[$__rate_interval])) * 3600', {
      title: { vi: 'Báo động mới mỗi giờ', en: 'Alarms raised per hour' },
      description: {
        vi: 'Nhiều hơn vài cái mỗi giờ là quá nhiều cho một người: sửa nguyên nhân hoặc giới hạn.',
        en: 'More than a few an hour are too many for one person: mend the causes, or the limits.',
      },
      unit: 'short',
      legend: { vi: '{{priority}}', en: '{{priority}}' },
      mayBeEmpty: true,
    }),
    metric('max(nguon_alarm_untold_age_seconds)', {
      title: { vi: 'Báo động chờ được gửi đi', en: 'Alarms that nobody was told of yet' },
      description: {
        vi: 'Tuổi của việc cũ nhất mà dịch vụ alarms chưa xử lý. Trên 60 giây: dịch vụ đứng, xem nhật ký của nó.',
        en: 'Age of the oldest event that the alarms service has not worked through. Above 60 s: it stands still, read its log.',
      },
      unit: 's',
      legend: { vi: 'cũ nhất', en: 'oldest' },
    }),
    metric('sum(nguon_gateway_connections)', {
      title: { vi: 'Kết nối đang mở', en: 'Open connections' },
      description: {
        vi: 'Giảm đột ngột: mất mạng ở một cơ sở, xem bảng Thiết bị.',
        en: 'A sudden fall: a site has lost its network, see the dashboard Devices.',
      },
      unit: 'short',
      legend: { vi: 'kết nối', en: 'connections' },
    }),
  ],
}

type Told = Pick<PanelSpec, 'title' | 'description'> &
  Pick<MetricQuery, 'legend' | 'mayBeEmpty'> & { readonly unit: string }

function metric(expression: string, { legend, mayBeEmpty, ...told }: Told): PanelSpec {
  const query = { kind: 'metric', expression, legend, ...(mayBeEmpty && { mayBeEmpty }) } as const
  return { shape: 'lines', size: [12, 8], queries: [query], ...told }
}
