//! Names as registers write them: agencies of the state by Phụ lục II of NĐ 30/2020, provinces, and
//! what names of agencies begin with. Facts of law, held as data.

/// Agencies whose names are written as here.
pub const AGENCIES: &[&str] = &[
    "Chính phủ",
    "Thủ tướng Chính phủ",
    "Văn phòng Chính phủ",
    "Quốc hội",
    "Ủy ban Thường vụ Quốc hội",
    "Văn phòng Quốc hội",
    "Chủ tịch nước",
    "Văn phòng Chủ tịch nước",
    "Bộ Quốc phòng",
    "Bộ Công an",
    "Bộ Ngoại giao",
    "Bộ Tư pháp",
    "Bộ Tài chính",
    "Bộ Công Thương",
    "Bộ Lao động - Thương binh và Xã hội",
    "Bộ Giao thông vận tải",
    "Bộ Xây dựng",
    "Bộ Thông tin và Truyền thông",
    "Bộ Giáo dục và Đào tạo",
    "Bộ Nông nghiệp và Phát triển nông thôn",
    "Bộ Nông nghiệp và Môi trường",
    "Bộ Kế hoạch và Đầu tư",
    "Bộ Nội vụ",
    "Bộ Y tế",
    "Bộ Khoa học và Công nghệ",
    "Bộ Văn hóa, Thể thao và Du lịch",
    "Bộ Tài nguyên và Môi trường",
    "Bộ Dân tộc và Tôn giáo",
    "Ủy ban Dân tộc",
    "Ngân hàng Nhà nước Việt Nam",
    "Thanh tra Chính phủ",
    "Kiểm toán nhà nước",
    "Tòa án nhân dân tối cao",
    "Viện kiểm sát nhân dân tối cao",
    "Bảo hiểm xã hội Việt Nam",
    "Thông tấn xã Việt Nam",
    "Đài Tiếng nói Việt Nam",
    "Đài Truyền hình Việt Nam",
    "Tổng Liên đoàn Lao động Việt Nam",
    "Ban Chấp hành Trung ương",
    "Sở Công Thương",
];

/// Provinces and cities, those of before July 2025 too.
pub const PROVINCES: &[&str] = &[
    "An Giang", "Bà Rịa - Vũng Tàu", "Bắc Giang", "Bắc Kạn", "Bạc Liêu", "Bắc Ninh", "Bến Tre",
    "Bình Định", "Bình Dương", "Bình Phước", "Bình Thuận", "Cà Mau", "Cần Thơ", "Cao Bằng", "Đà Nẵng",
    "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam",
    "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hồ Chí Minh", "Huế",
    "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lâm Đồng", "Lạng Sơn", "Lào Cai",
    "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình",
    "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh",
    "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh",
    "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
];

/// Names inside other names and subjects.
pub const INNER: &[&str] = &[
    "Việt Nam", "Chính phủ", "Quốc hội", "Nhà nước", "Trung ương", "Đảng Cộng sản", "Tổ quốc",
    "Thủ tướng", "Công Thương", "Bộ Chính trị", "Luật số", "Nghị định số", "Nghị quyết số", "Quyết định số",
    "Thông tư số", "Chỉ thị số", "Kết luận số", "Kế hoạch số", "Công văn số", "Thông báo số", "Hội đồng nhân dân", "Ủy ban nhân dân",
];

/// What names of agencies begin with; the word after it begins the field of work. Longer ones first.
pub const TYPES: &[&str] = &[
    "văn phòng đoàn đại biểu quốc hội và hội đồng nhân dân",
    "văn phòng ủy ban nhân dân", "ủy ban mặt trận tổ quốc", "viện kiểm sát nhân dân",
    "ban thường trực ủy ban", "trường trung học phổ thông", "trường trung học cơ sở",
    "ban chấp hành", "ban thường vụ", "bảo hiểm xã hội", "kho bạc nhà nước", "hội đồng nhân dân",
    "ủy ban nhân dân", "uỷ ban nhân dân", "tòa án nhân dân", "toà án nhân dân",
    "trường cao đẳng", "trường trung cấp", "trường đại học", "trường chính trị", "trường tiểu học",
    "trường mầm non", "trường thpt", "trường thcs", "liên đoàn lao động", "tổng công ty",
    "ban quản lý", "ban chỉ đạo", "ban chỉ huy", "hội đồng thi đua", "chi nhánh", "trung tâm",
    "bệnh viện", "công ty", "tập đoàn", "ngân hàng", "văn phòng", "thanh tra", "công đoàn",
    "chi cục", "tổng cục", "công an", "học viện", "nhà xuất bản", "đại học", "cục", "vụ", "sở", "bộ",
    "phòng", "ban", "trường", "viện", "hội", "trạm", "đài", "hạt", "quỹ", "tổ", "thuế",
    "hđnd", "ubnd", "tỉnh ủy", "thành ủy", "huyện ủy", "đảng ủy", "đảng bộ", "liên đoàn", "tỉnh đoàn",
    "hải quan", "quân khu", "hợp tác xã", "xí nghiệp", "mặt trận", "kiểm toán", "đoàn", "hội đồng",
    "chủ tịch", "thủ tướng", "chính phủ", "quốc hội", "ủy ban", "uỷ ban", "bưu điện", "thông tấn xã",
    "tổng liên đoàn", "bộ tư lệnh", "nhà", "thư viện", "bảo tàng", "điện lực",
];

/// Types that make no whole name: the line below goes on with it.
pub const BARE: &[&str] = &[
    "VAN PHONG", "SO", "BO", "BAN", "CUC", "CHI CUC", "TONG CUC", "TRUNG TAM", "TRUONG", "HOI DONG",
    "CONG TY", "TONG CONG TY", "VIEN", "BENH VIEN", "UY BAN", "PHONG", "BAN QUAN LY", "BAN CHI DAO",
    "HOI", "CONG TY CO PHAN", "CONG TY TNHH", "NGAN HANG", "TAP DOAN", "UY BAN NHAN DAN",
    "HOI DONG NHAN DAN",
];

/// Words before the name of a unit of the land.
pub const UNITS: &[&str] = &[
    "tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "phường", "xã", "đặc khu", "tp.", "tp",
];
