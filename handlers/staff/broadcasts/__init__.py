"""`/thongbao`: broadcasts as officials write, approve and watch them."""
