"""What proves who somebody of the staff is, and where he is signed in."""
