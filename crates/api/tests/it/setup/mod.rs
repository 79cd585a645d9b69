mod complete;
