// What the reading states of a paper mean, and the list that is filtered by them; Vietnamese.
import type { Widen } from './shape';

export const viStates = {
  stateHint: {
    waiting: 'Máy chủ sắp đọc văn bản này.',
    read: 'Đã đọc, tìm được trong nội dung.',
    not_yet_read: 'Đang nhận dạng bản chụp; nội dung tìm được khi xong.',
    unreadable: 'Không đọc được. Bản gốc vẫn được giữ.',
    quarantined: 'Có dấu hiệu bí mật nhà nước: đã cách ly, không tìm được.',
  },
  papers: {
    filter: 'Lọc theo tình trạng đọc',
    all: 'Tất cả',
    empty: 'Chưa có văn bản nào dành cho bạn.',
    emptyHint: 'Tải lên tệp đầu tiên, hoặc chờ văn thư.',
    emptyState: 'Không có văn bản nào ở tình trạng này.',
  },
};

export type States = Widen<typeof viStates>;
