"""What one person proposes and another confirms: rights, accounts, rules. Nothing takes effect before."""
