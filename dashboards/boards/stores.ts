import type { BoardSpec, Query } from '../model.ts'

export const STORES: BoardSpec = {
  id: 'stores',
  title: { vi: 'Kho và kho lạnh', en: 'Stores and cold rooms' },
  description: {
    vi: 'Nhiệt độ, độ ẩm, điểm sương, cửa, xả băng và nguồn điện.',
    en: 'Temperature, humidity, dew point, door, defrost and mains.',
  },
  past: '24h',
  choose: { placeKinds: ['cold-room', 'room'], several: true },
  panels: [
    {
      shape: 'lines',
      title: { vi: 'Nhiệt độ hàng trong kho lạnh', en: 'Product temperature, cold rooms' },
      description: {
        vi: 'Hàng đổi chậm hơn không khí; xả băng 20–40 phút là bình thường.',
        en: 'Goods change slower than air; a defrost of 20–40 minutes is normal.',
      },
      size: [12, 9],
      placeKind: 'cold-room',
      queries: mean('temperature/product'),
    },
    {
      shape: 'lines',
      title: { vi: 'Nhiệt độ không khí trong kho lạnh', en: 'Air temperature, cold rooms' },
      description: {
        vi: 'Răng cưa đều là máy chạy tốt. Tăng dần: kiểm tra dàn lạnh, cửa.',
        en: 'An even saw-tooth is a healthy machine. Rising: look at the coil and the door.',
      },
      size: [12, 9],
      queries: mean('temperature/air'),
    },
    {
      shape: 'lines',
      title: { vi: 'Nhiệt độ kho thường', en: 'Temperature, ordinary stores' },
      description: {
        vi: 'Nước mắm thành phẩm để nơi tối, mát.',
        en: 'Finished sauce is kept dark and cool.',
      },
      size: [12, 8],
      placeKind: 'room',
      queries: mean('temperature'),
    },
    {
      shape: 'lines',
      title: { vi: 'Điểm sương', en: 'Dew point' },
      description: {
        vi: 'Chai hoặc quả lạnh hơn điểm sương sẽ đọng nước: để ấm lên trước khi chuyển vào.',
        en: 'Bottles or fruit colder than it sweat: let them warm before they come in.',
      },
      size: [12, 8],
      queries: mean('dew-point'),
    },
    {
      shape: 'lines',
      title: { vi: 'Độ ẩm', en: 'Relative humidity' },
      description: {
        vi: 'Vạch giới hạn là của kho thường. Kho lạnh cam, ổi cần 90–95 %; thấp hơn quả héo: giảm thông gió.',
        en: 'The limits drawn are those of ordinary stores. Oranges and guavas want 90–95 %; below it they shrivel: ventilate less.',
      },
      placeKind: 'room',
      size: [12, 8],
      queries: mean('relative-humidity'),
    },
    {
      shape: 'lines',
      title: { vi: 'Công suất máy', en: 'Power of the machine' },
      description: {
        vi: 'Chạy không nghỉ: thiếu gas hoặc cửa hở. Bằng 0: mất điện hoặc máy hỏng.',
        en: 'Never resting: refrigerant is low or the door leaks. Zero: no mains, or broken.',
      },
      size: [12, 8],
      queries: mean('power'),
    },
    {
      shape: 'states',
      title: { vi: 'Cửa', en: 'Door' },
      description: {
        vi: 'Mở quá 5 phút mà nhiệt độ tăng: đóng cửa.',
        en: 'Open for more than 5 minutes with rising temperature: close it.',
      },
      size: [8, 7],
      queries: last('door'),
    },
    {
      shape: 'states',
      title: { vi: 'Xả băng', en: 'Defrost' },
      description: {
        vi: 'Mỗi 6–8 giờ. Không xả cả ngày: dàn lạnh sẽ đóng băng.',
        en: 'Every 6–8 hours. None all day: the coil will ice up.',
      },
      size: [8, 7],
      queries: last('defrost'),
    },
    {
      shape: 'states',
      title: { vi: 'Nguồn điện', en: 'Mains' },
      description: {
        vi: 'Mất điện: giữ cửa đóng, chạy máy phát trong 2 giờ.',
        en: 'Lost: keep the door closed, start the generator within 2 hours.',
      },
      size: [8, 7],
      queries: last('mains'),
    },
  ],
}

function mean(channel: string): readonly Query[] {
  return [{ kind: 'series', channels: [channel], summary: 'mean', legend: 'device' }]
}

function last(channel: string): readonly Query[] {
  return [{ kind: 'series', channels: [channel], summary: 'last', legend: 'device' }]
}
