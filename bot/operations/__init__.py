"""What an operator does beside the running bot: look into the queues, find faults, back up."""
