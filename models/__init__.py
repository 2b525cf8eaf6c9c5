"""What is true: tables, rules, queries, operations, the outbox."""
