print("sp")
