"""What the people of Qingtang say, and what they are told: phrases by topic, woven together by chance."""
