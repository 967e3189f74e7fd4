// The sentences of the sheets in which one acts on a paper, Vietnamese.
import type { Widen } from './shape';

export const viActs = {
  words: {
    instruction: 'Ý kiến chỉ đạo',
    reason: 'Lý do',
    note: 'Lời nhắn',
    progress: 'Tiến độ',
    result: 'Kết quả',
    optional: 'không bắt buộc',
    phrases: 'Câu viết sẵn',
  },
  phrase: {
    instruction: [
      'Giao chủ trì tham mưu, trả lời đúng hạn.',
      'Giao triển khai thực hiện, báo cáo kết quả.',
      'Chuyển để nghiên cứu, tham mưu đề xuất.',
      'Chuyển để biết.',
    ] as string[],
    inner: ['Giao xử lý, dự thảo trả lời.', 'Giao tổng hợp số liệu, báo cáo trưởng phòng.', 'Phối hợp theo đề nghị của chủ trì.'] as string[],
    sender: ['Gửi không đúng nơi nhận.', 'Thiếu phụ lục kèm theo.', 'Sai thể thức, chưa có chữ ký.'] as string[],
    back: ['Không thuộc chức năng, nhiệm vụ của đơn vị.', 'Đã được giao ở văn bản khác.', 'Cần ý kiến cụ thể hơn.'] as string[],
    time: ['Cần thêm thời gian thu thập số liệu.', 'Đang chờ ý kiến cơ quan phối hợp.'] as string[],
    result: ['Đã thực hiện xong theo ý kiến chỉ đạo.', 'Đã có văn bản trả lời.', 'Đã lưu để theo dõi.'] as string[],
  },
  parts: {
    title: 'Chuyển đến',
    hint: 'Gõ tên hoặc chữ cái đầu, không cần dấu. Enter: chọn người đầu danh sách.',
    search: 'Tìm người, đơn vị',
    lead: 'Chủ trì',
    support: 'Phối hợp',
    inform: 'Để biết',
    none: 'Không thấy ai khớp.',
    missing: 'Hãy chọn ít nhất một nơi nhận.',
    remove: (name: string) => `Bỏ ${name}`,
    choose: (part: string, name: string) => `${part}: ${name}`,
    chosen: 'Đã chọn',
    showing: (n: number, all: number) => `Hiện ${n}/${all}. Gõ để tìm thêm.`,
    to: 'Người nhận',
    toLeader: 'Trình ai',
    toMissing: 'Hãy chọn người nhận.',
  },
  term: {
    due: 'Hạn xử lý',
    until: 'Xin đến ngày',
    grant: 'Gia hạn đến ngày',
    none: 'Không đặt hạn',
    today: 'Hôm nay',
    days: (n: number) => `${n} ngày làm việc`,
    confirm: 'Cần báo cáo kết quả để xác nhận',
    missing: 'Hãy chọn ngày.',
    outer: (day: string) => `Hạn của việc trên: ${day}`,
    asked: (day: string) => `Đề nghị gia hạn đến ${day}`,
    now: (day: string) => `Hạn hiện nay: ${day}`,
  },
  decide: {
    title: 'Quyết định',
    grant: 'Đồng ý gia hạn',
    deny: 'Không đồng ý',
  },
  finish: {
    answered: 'Văn bản trả lời',
    answeredHint: 'Gõ số, ký hiệu hoặc trích yếu của văn bản đi.',
    dossier: 'Hồ sơ lưu',
    dossierHint: 'Số, ký hiệu hồ sơ; để trống nếu chưa có.',
    clear: 'Bỏ chọn',
  },
  sheet: {
    pass: 'Chuyển',
    keys: 'Ctrl+Enter: gửi',
    about: (part: string, name: string) => `${part}: ${name}`,
  },
};

export type Acts = Widen<typeof viActs>;
