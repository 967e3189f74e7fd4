// The sentences of what is late and of statistics, Vietnamese.
import { count } from './format';
import type { Widen } from './shape';

export const viDeadlines = {
  late: {
    title: 'Việc trễ hạn',
    views: 'Trễ hạn và thống kê',
    figures: 'Thống kê',
    empty: 'Không có việc nào trễ hạn.',
    emptyHint: 'Việc quá hạn của những người bạn theo dõi sẽ hiện ở đây, lâu nhất trước.',
    escalated: 'Chỉ việc đã báo lên tôi',
    all: 'Tất cả',
    with: 'Đang ở',
    tasks: (n: number) => `${count(n)} việc`,
    days: (n: number) => (n === 0 ? 'quá hạn hôm nay' : `trễ ${count(n)} ngày làm việc`),
    due: (day: string) => `hạn ${day}`,
    told: (whom: string) => `đã báo ${whom}`,
    end: 'Đã hết danh sách.',
  },
  level: { head: 'trưởng đơn vị', chief_of_office: 'chánh văn phòng', leader: 'lãnh đạo' },
  delay: {
    not_accepted: 'Chưa nhận việc',
    extension_asked: 'Chờ quyết định gia hạn',
    waits_confirmation: 'Chờ xác nhận kết quả',
    waits_opinion: 'Chờ ý kiến',
    part_open: 'Đang giao tiếp trong đơn vị',
    part_returned: 'Người được giao đã trả lại',
    extension_refused: 'Không được gia hạn',
    no_progress: 'Chưa có tiến độ',
    in_progress: 'Đang xử lý',
  },
  figures: {
    title: 'Thống kê đúng hạn',
    what: 'Văn bản đến có hạn xử lý trong khoảng này, mỗi văn bản tính một lần cho đơn vị chủ trì.',
    period: 'Khoảng thời gian',
    from: 'Hạn từ ngày',
    to: 'đến ngày',
    show: 'Xem',
    by: 'Theo',
    none: 'Chưa xác định',
    total: 'Tổng cộng',
    sum: 'Cộng',
    export: 'Tải bảng (XLSX)',
    empty: 'Không có văn bản nào có hạn trong khoảng này.',
    papers: (n: number) => `${count(n)} văn bản`,
    done: (day: string) => `xong ${day}`,
    opens: (n: number, row: string, standing: string) => `${count(n)} văn bản: ${row}, ${standing}`,
  },
  rows: { unit: 'Đơn vị', month: 'Tháng', kind: 'Loại văn bản' },
  standing: {
    early: 'Xong trước hạn',
    on_time: 'Xong đúng hạn',
    late: 'Xong quá hạn',
    open: 'Đang xử lý, trong hạn',
    open_late: 'Đang xử lý, quá hạn',
  },
};

export type Deadlines = Widen<typeof viDeadlines>;
