//! Names that people bear, as data: family names, and the syllables that middle and given names are
//! made of. The more usual ones stand first among those that differ in their marks only.

/// Family names; together they are borne by nine people of ten.
pub const FAMILIES: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Lý", "Đào", "Đoàn", "Vương", "Trịnh", "Trương", "Đinh", "Lâm", "Phùng",
    "Mai", "Tô", "Hà", "Tạ", "Lương", "Lưu", "Châu", "Cao", "Thái", "Quách", "Đồng", "Nông", "Hứa",
    "Triệu", "La", "Chu", "Kiều", "Tống", "Ninh", "Nghiêm", "Diệp", "Bế", "Bạch", "Lò", "Vi",
    "Mạc", "Thạch", "Danh", "Lại", "Lục", "Mã", "Ma", "Giang", "Tăng", "Khương", "Từ", "Âu", "Cù",
    "Thân", "Viên", "Khuất", "Giàng", "Điểu", "Sơn", "Kim", "Phí", "Quản", "Trang", "Tôn", "Văn",
    "Hàng", "Bàng", "Cấn", "Đàm", "Đậu", "Hầu", "Ngọ", "Sầm", "Thiều",
];

const GIVEN: &str = "An Anh Ánh Ân Ấn Ba Bá Bách Bạch Bảo Báo Bắc Bằng Bé Bích Biên Bình Bính Bổn Bồng Ca Cát Can Cảnh \
Cao Cẩm Cầm Cẩn Cần Công Cung Cúc Cương Cường Chánh Chất Châu Chăm Chi Chí Chiến Chiểu Chinh Chính Chỉnh Chung Chuẩn \
Chương Chuyên Dân Danh Dần Diễm Diện Diệp Diệu Doanh Doãn Du Dụ Dũng Dung Dụng Duy Duyên Dư Dự Dương Dưỡng Đa Đại Đàm \
Đan Đào Đáng Đảng Đạo Đạt Đăng Đằng Đặng Đắc Đệ Đế Điền Điện Điệp Điều Định Đình Đính Đĩnh Đoan Đoàn Đô Đỗ Đông Đồng \
Độ Đức Đường Gấm Gái Gia Giá Giang Giảng Giao Giáo Giáp Hà Hạ Hai Hải Hạnh Hào Hảo Hán Hân Hằng Hậu Hiên Hiền Hiển Hiến \
Hiện Hiệp Hiếu Hiệu Hinh Hoa Hòa Hóa Hoài Hoan Hoàn Hoán Hoàng Hoành Hoạt Hoạch Học Hồ Hồi Hội Hồng Hợi Hợp Huân Huấn \
Huế Huệ Hùng Hưng Huy Huyên Huyền Huyện Huỳnh Hương Hường Hướng Hưởng Hữu Hy Kha Khả Khá Khai Khải Khang Khanh Khánh \
Khắc Khiêm Khiết Khoa Khóa Khoan Khoản Khoát Khôi Khuê Khương Khuyên Khuyến Kiên Kiều Kiểm Kiệt Kiệm Kim Kính Kỳ Kỷ Ký \
Kha Lai Lại Lam Lan Lạc Lãm Lãng Lâm Lân Lập Lê Lễ Lệ Liêm Liên Liễu Liệu Linh Lĩnh Lịch Loan Long Lô Lộc Lợi Luân Luận Luật \
Luyến Luyện Lư Lữ Lưu Lực Lương Lượng Ly Lý Mai Mạnh Mận Mẫn Mậu Mến Minh Mỹ My Mười Na Nam Năm Năng Nga Ngà Ngạn Ngân \
Nghi Nghĩa Nghị Nghiêm Nghiệp Ngoan Ngọ Ngọc Ngô Ngôn Nguyên Nguyện Nguyệt Nhã Nhạc Nhàn Nhan Nhân Nhẫn Nhậm Nhất Nhật \
Nhi Nhị Nhiệm Nhiên Nho Nhơn Nhu Nhuận Nhung Như Nhượng Nhường Nhựt Ninh Nở Nương Oai Oanh Ổn Phán Phái Phan Pháp Phát \
Phi Phong Phóng Phòng Phổ Phú Phụ Phúc Phục Phùng Phụng Phước Phương Phượng Phượng Quan Quang Quảng Quản Quân Quế Quốc \
Quới Quý Quyên Quyền Quyến Quyết Quỳnh Sang Sáng Sâm Sen Sinh Soạn Sơn Song Sung Sương Sỹ Sĩ Sự Sửu Tá Tài Tại Tâm Tám \
Tấn Tân Tất Tây Tạo Tế Tiên Tiến Tiền Tiêu Tiếp Tiệp Tiệm Tiệp Tín Tình Tính Tịnh Tỉnh Toại Toan Toàn Toản Tố Tôn Tới Tuấn \
Tuân Tuệ Tuyên Tuyến Tuyền Tuyết Tuyển Tùng Tú Tuất Tư Từ Tứ Tự Tựu Tương Tường Tưởng Tỵ Tý Thạch Thái Thao Thảo Thành \
Thanh Thạnh Thăng Thắm Thắng Thăm Thân Thâm Thập Thất Thậm Thế Thể Thêm Thi Thị Thích Thiêm Thiên Thiện Thiệp Thiệt Thiệu \
Thịnh Thìn Thoa Thoại Thoan Thông Thống Thơ Thơm Thới Thời Thọ Thu Thụ Thủ Thuần Thuấn Thuận Thuật Thúc Thủy Thúy Thùy \
Thụy Thuyết Thuyên Thuyền Thư Thứ Thức Thực Thưởng Thường Thương Thượng Trà Trác Trạc Trang Tráng Trâm Trân Trạch Trấn Tri Trí \
Trị Triết Triển Triều Triệu Trinh Trình Trịnh Trọng Trung Trúc Trụ Trường Trưởng Trực Trương Trưng Uy Uyên Uyển Út Ưng \
Ước Văn Vân Vạn Vang Vàng Vi Vĩ Vị Viên Viễn Viện Việt Vinh Vĩnh Vịnh Vọng Vũ Võ Vui Vụ Vương Vượng Vựng Vỹ Vy Xuân Xuyên \
Xuyến Xuất Xương Xưởng Ý Yên Yến";

/// Syllables of middle and given names.
pub fn given() -> impl Iterator<Item = &'static str> {
    GIVEN.split_whitespace()
}
