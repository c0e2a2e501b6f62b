print("peakday")
