import time
from tests.conftest import empty_postgres
from tests.people import World


def test_x(postgres, tmp_path):
    for i in range(3):
        b = time.time()
        empty_postgres(postgres)
        e = time.time()
        w = World(postgres, tmp_path)
        f = time.time()
        c = w.citizen()
        c.says("xin chao")
        c.says("thu tuc thanh lap cong ty qua nhieu giay to")
        g = time.time()
        w.close()
        h = time.time()
        print(
            f"empty {1e3 * (e - b):.0f} world {1e3 * (f - e):.0f} talk {1e3 * (g - f):.0f} close {1e3 * (h - g):.0f}"
        )
