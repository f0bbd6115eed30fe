"""Measures mockconf against its peers and limits, as ratios that hold on a fast machine and on a slow one."""
