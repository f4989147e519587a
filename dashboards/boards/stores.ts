import type { BoardSpec } from '../model.ts'
import { means, states } from '../panel-specs.ts'
import { createLimitsTable } from '../tables/limits.ts'

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
    means(['temperature/product'], {
      title: { vi: 'Nhiệt độ hàng trong kho lạnh', en: 'Product temperature, cold rooms' },
      description: {
        vi: 'Hàng đổi chậm hơn không khí; xả băng 20–40 phút là bình thường.',
        en: 'Goods change slower than air; a defrost of 20–40 minutes is normal.',
      },
      placeKind: 'cold-room',
      size: [12, 9],
    }),
    means(['temperature/air'], {
      title: { vi: 'Nhiệt độ không khí trong kho lạnh', en: 'Air temperature, cold rooms' },
      description: {
        vi: 'Răng cưa đều là máy chạy tốt. Tăng dần: kiểm tra dàn lạnh, cửa.',
        en: 'An even saw-tooth is a healthy machine. Rising: look at the coil and the door.',
      },
      size: [12, 9],
    }),
    means(['temperature'], {
      title: { vi: 'Nhiệt độ kho thường', en: 'Temperature, ordinary stores' },
      description: {
        vi: 'Nước mắm thành phẩm để nơi tối, mát.',
        en: 'Finished sauce is kept dark and cool.',
      },
      placeKind: 'room',
    }),
    means(['dew-point'], {
      title: { vi: 'Điểm sương', en: 'Dew point' },
      description: {
        vi: 'Chai hoặc quả lạnh hơn điểm sương của kho sẽ đọng nước: để ấm lên trước khi chuyển vào.',
        en: 'Bottles or fruit colder than the dew point of a store sweat in it: let them warm before they come in.',
      },
    }),
    means(['dew-point-spread', 'dew-point-spread/product'], {
      title: { vi: 'Còn cách điểm sương', en: 'Above the dew point' },
      description: {
        vi: 'Không khí và hàng (product) ấm hơn điểm sương bao nhiêu. Hàng dưới 0 K là đang đọng nước: đóng cửa, chạy hút ẩm. Vài phút khi xả băng là bình thường.',
        en: 'How much warmer air and goods (product) are than the dew point. Goods below 0 K are sweating: close the door, dehumidify. Minutes of it during a defrost are normal.',
      },
    }),
    means(['relative-humidity'], {
      title: { vi: 'Độ ẩm', en: 'Relative humidity' },
      description: {
        vi: 'Vạch giới hạn là của kho thường. Kho lạnh cam, ổi cần 90–95 %; thấp hơn quả héo: giảm thông gió.',
        en: 'The limits drawn are those of ordinary stores. Oranges and guavas want 90–95 %; below it they shrivel: ventilate less.',
      },
      placeKind: 'room',
    }),
    means(['power'], {
      title: { vi: 'Công suất máy', en: 'Power of the machine' },
      description: {
        vi: 'Chạy không nghỉ: thiếu gas hoặc cửa hở. Bằng 0: mất điện hoặc máy hỏng.',
        en: 'Never resting: refrigerant is low or the door leaks. Zero: no mains, or broken.',
      },
    }),
    states(['door'], {
      title: { vi: 'Cửa', en: 'Door' },
      description: {
        vi: 'Mở quá 5 phút mà nhiệt độ tăng: đóng cửa.',
        en: 'Open for more than 5 minutes with rising temperature: close it.',
      },
      size: [8, 7],
    }),
    states(['defrost'], {
      title: { vi: 'Xả băng', en: 'Defrost' },
      description: {
        vi: 'Mỗi 6–8 giờ. Không xả cả ngày: dàn lạnh sẽ đóng băng.',
        en: 'Every 6–8 hours. None all day: the coil will ice up.',
      },
      size: [8, 7],
    }),
    states(['mains'], {
      title: { vi: 'Nguồn điện', en: 'Mains' },
      description: {
        vi: 'Mất điện: giữ cửa đóng, chạy máy phát trong 2 giờ.',
        en: 'Lost: keep the door closed, start the generator within 2 hours.',
      },
      size: [8, 7],
    }),
    createLimitsTable(['cold-room', 'room']),
  ],
}
