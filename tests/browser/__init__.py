"""Tests in a real browser; what they need beside Python is in package.json."""
